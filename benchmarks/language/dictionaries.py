names = [f"key{i}" for i in range(1, 1001)]
d = {name: 0 for name in names}
for _ in range(1000):
    for name in names:
        d[name] = d[name] + 1
print(sum(d.values()))
