numbers = list(range(1, 1000001))
for _ in range(5):
    squares = list(map(lambda x: x * x, numbers))
