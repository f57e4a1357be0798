caught = 0
for _ in range(300000):
    try:
        1 // 0
    except ZeroDivisionError:
        caught += 1
print(caught)
