// Gives the code to the page that opened this window, which is one of ours, and closes it.
const code = document.getElementById("code").dataset.code;
if (window.opener) {
  window.opener.postMessage({ postilCode: code }, location.origin);
  window.close();
}
