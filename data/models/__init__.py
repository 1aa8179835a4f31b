"""Networks and tables of many starts that lectures load, and their trainers."""
