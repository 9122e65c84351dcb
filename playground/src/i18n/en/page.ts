export const page = {
  title: "downhill playground",
  tagline: "Find a function from your own data. Nothing leaves this page.",
  playground: "Playground",
  tour: "Tour",
  language: "Language",
  theme: "Theme",
  themes: { auto: "as the system", light: "light", dark: "dark" },
  pages: "Pages",
  brokenLink: "This link cannot be opened, so here is the first example. Ask for the link once more.",
};
