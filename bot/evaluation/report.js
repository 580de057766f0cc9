const filters = document.getElementById("filters");
const shown = document.getElementById("shown");
const failures = Array.from(document.querySelectorAll(".failure"));

function fits(failure) {
  const words = filters.elements.words.value.toLowerCase();
  return failure.textContent.toLowerCase().includes(words) ? isOfTheChosenKinds(failure) : false;
}

function isOfTheChosenKinds(failure) {
  return ["why", "language", "kind"].every(function (name) {
    const chosen = filters.elements[name].value;
    return chosen === "" || chosen === failure.dataset[name];
  });
}

function update() {
  let count = 0;
  failures.forEach(function (failure) {
    failure.hidden = !fits(failure);
    count += failure.hidden ? 0 : 1;
  });
  shown.textContent = count + " of " + failures.length;
}

if (filters) {
  filters.hidden = false;
  filters.addEventListener("input", update);
  filters.addEventListener("submit", function (event) { event.preventDefault(); });
  update();
}
