"""What services say in English, and the same in Chinese: tables that wording.py reads."""
