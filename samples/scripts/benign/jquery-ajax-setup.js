$.ajaxPrefilter(function (options, original, xhr) {
  if (!options.crossDomain) xhr.setRequestHeader('X-XSRF-TOKEN', $.cookie('XSRF-TOKEN'));
});
$(document)
  .ajaxStart(function () { $('#spinner').show(); })
  .ajaxStop(function () { $('#spinner').hide(); })
  .ajaxError(function (event, xhr) {
    if (xhr.status === 401) window.location = '/login?next=' + encodeURIComponent(window.location.pathname);
  });
