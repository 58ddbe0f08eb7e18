"""How devices let themselves be asked: census and doctor."""
