import { expect, it } from "vitest";
import { LAB_FIELD, OPEN, predictionField, readStart, STAGE_FIELD } from "./start-fields";

it("parameters and predictions come apart, whatever they are called", () => {
  const fields = {
    [LAB_FIELD]: "revocation",
    event: "sign-out",
    lab: "a parameter of that name",
    [predictionField("session")]: "refused",
    [predictionField("event")]: "accepted",
  };
  expect(readStart(fields)).toEqual({
    lab: "revocation",
    onStage: false,
    params: { event: "sign-out", lab: "a parameter of that name" },
    predictions: { session: "refused", event: "accepted" },
  });
});

it("what is left open, React's own fields and files are not sent on", () => {
  const fields = {
    [predictionField("a")]: OPEN,
    [predictionField("b")]: "x",
    $ACTION_KEY: "k",
    file: new Blob(["x"]),
  };
  expect(readStart(fields)).toEqual({
    lab: "",
    onStage: false,
    params: {},
    predictions: { b: "x" },
  });
});

it("a run that is started on the stage goes on there, and no parameter says so", () => {
  expect(readStart({ [LAB_FIELD]: "theft", [STAGE_FIELD]: "yes", stage: "x" })).toMatchObject({
    onStage: true,
    params: { stage: "x" },
  });
});
