export const page = {
  title: "downhill playground",
  tagline: "Find a function from your own data. Nothing leaves this page.",
  playground: "Playground",
  tour: "Tour",
  language: "Language",
  theme: "Theme",
};
