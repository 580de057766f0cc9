const filters = document.getElementById("filters");
const shown = document.getElementById("shown");
const failures = Array.from(document.querySelectorAll(".failure"), function (element) {
  return { element: element, text: "" };
});

function fits(failure, words) {
  return words.every(function (word) {
    // Read when first needed: there may be thousands.
    failure.text = failure.text || failure.element.textContent.toLowerCase();
    return failure.text.includes(word);
  });
}

function isOfTheChosenKinds(failure) {
  return Array.from(filters.querySelectorAll("select")).every(function (choice) {
    return choice.value === "" || choice.value === failure.element.dataset[choice.name];
  });
}

function update() {
  const words = filters.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  failures.forEach(function (failure) {
    const isShown = isOfTheChosenKinds(failure) ? fits(failure, words) : false;
    failure.element.hidden = !isShown;
    count += isShown ? 1 : 0;
  });
  shown.textContent = count + " of " + failures.length;
}

if (filters) {
  filters.hidden = false;
  filters.addEventListener("input", update);
  filters.addEventListener("submit", function (event) { event.preventDefault(); });
  update();
}

// What is folded up is printed as one line.
function fold(event) {
  const isOpen = event.target.name === "unfold";
  failures.forEach(function (failure) { failure.element.open = failure.element.hidden ? false : isOpen; });
}

document.querySelectorAll("#filters button").forEach(function (button) {
  button.addEventListener("click", fold);
});
