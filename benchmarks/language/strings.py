text = ""
for i in range(500000):
    text += str(i)
    text += ","
print(len(text))
