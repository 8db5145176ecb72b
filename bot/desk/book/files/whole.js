/* Dates, times and telephone numbers that no line ends in the middle of: each gets a span.whole.
 * Done here, so that the page itself is plain text. Written for old browsers: no modern syntax. */
(function () {
  "use strict";
  var pieces = /\d{1,2}月\d{1,2}日|（周[一二三四五六日]）|\d{1,2}:\d{2}(?:-\d{1,2}:\d{2})?|\d{3,4}(?:-\d{3,4}){1,2}/;

  function keep(text) {
    var found = pieces.exec(text.data), whole, span;
    while (found) {
      whole = text.splitText(found.index);
      text = whole.splitText(found[0].length);
      span = document.createElement("span");
      span.className = "whole";
      whole.parentNode.replaceChild(span, whole);
      span.appendChild(whole);
      found = pieces.exec(text.data);
    }
  }

  window.keepWhole = function (root) {
    var walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, null, false), all = [], i;
    while (walker.nextNode()) {
      if (walker.currentNode.parentNode.className !== "whole") { all.push(walker.currentNode); }
    }
    for (i = 0; i < all.length; i += 1) { keep(all[i]); }
  };
  if (document.createTreeWalker && window.NodeFilter) { window.keepWhole(document.body); } else { window.keepWhole = function () {}; }
}());
