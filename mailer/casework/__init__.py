"""What happens to the case? Pure: a case, what a mail meant, and the time in; a Decision out."""
