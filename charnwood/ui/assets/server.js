/* Tells Streamlit where its server is, which is where this document comes from: so it opens its socket at once, where it
 * would first ask for the server's health and settings, below each folder of the address. No other site may speak to it.
 */
window.__streamlit = {
  BACKEND_BASE_URL: new URL("./", location.href).href,
  HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false },
};
