(function () {
  var told = false;
  function look() {
    if (told || document.visibilityState !== "visible") return;
    setTimeout(function () {
      if (told || document.visibilityState !== "visible") return;
      told = true;
      fetch(location.pathname.replace(/\/confirmation$/, "") + "/opened", { method: "POST" });
    }, 1000);
  }
  document.addEventListener("visibilitychange", look);
  look();
})();
