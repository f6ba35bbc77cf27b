// The password of a run's pretended account, where a lab signs in with one or changes it. It opens nothing else.

export const LAB_PASSWORD = "a coat in a pretended cloakroom";
