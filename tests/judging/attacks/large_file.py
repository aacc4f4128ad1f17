"""Write a large file."""

try:
    with open("big", "wb") as file:
        for _ in range(80):
            file.write(bytes(1 << 20))
    print("GAINED")
except OSError as error:
    print("blocked", error)
