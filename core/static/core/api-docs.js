// Starts Swagger UI from a file of our own, because the page's policy allows no inline script.
"use strict";
(() => {
  const place = document.getElementById("api-docs");
  window.SwaggerUIBundle({
    domNode: place,
    url: place.dataset.schema,
    deepLinking: true,
    docExpansion: "none",
    defaultModelsExpandDepth: 0,
    persistAuthorization: false,
    requestInterceptor: (request) => {
      // Somebody signed in as staff may try things out with the session.
      request.headers["X-CSRFToken"] = place.dataset.csrf;
      return request;
    },
  });
})();
