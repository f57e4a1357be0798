def grow():
    text = ""
    for i in range(500000):
        text += str(i)
        text += ","
    return text


print(len(grow()))
