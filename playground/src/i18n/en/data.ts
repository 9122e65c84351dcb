export const data = {
  heading: "Data",
  births: "Births a day",
  spam: "Spam or not",
  circle: "Circle",
  xor: "XOR",
  gauss: "Two clouds",
  spiral: "Spiral",
  moons: "Moons",
  drawn: "Draw a curve",
  csv: "Your CSV file",
};
