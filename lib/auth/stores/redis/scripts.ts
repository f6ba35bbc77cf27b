import { type CommandParser, defineScript } from "redis";

// What must be one step in Redis, as scripts. Each declares all its keys. With "allow-oom" a script runs when the memory
// is full, too: whatever ends a sign-in must go on. Only what begins one is refused then.

const ALLOW_OOM = "flags=allow-oom";

const script = (text: string, flags = ALLOW_OOM) =>
  defineScript({
    SCRIPT: `#!lua ${flags}\n${text}`,
    parseCommand(parser: CommandParser, keys: string[], values: string[]) {
      parser.pushKeysLength(keys);
      parser.push(...values);
    },
    transformReply: (reply: unknown) => Number(reply),
  });

/**
 * What a unit comes to. Values: steps of four, each the name of the step, the number of its key, a field and a value.
 * First come those that compare. 1: all was as expected, and all is written. 0: something was not, and nothing is written.
 */
const COMMIT = `for i = 1, #ARGV, 4 do
  local step, key, field, value = ARGV[i], KEYS[tonumber(ARGV[i + 1])], ARGV[i + 2], ARGV[i + 3]
  if step == 'is' then
    if redis.call('HGET', key, field) ~= value then return 0 end
  elseif step == 'absent' then
    if redis.call('HEXISTS', key, field) == 1 then return 0 end
  elseif step == 'score' then
    if tonumber(redis.call('ZSCORE', key, field) or '') ~= tonumber(value) then return 0 end
  elseif step == 'set' then
    redis.call('HSET', key, field, value)
  elseif step == 'remove' then
    redis.call('HDEL', key, field)
  elseif step == 'raise' then
    redis.call('ZADD', key, 'GT', value, field)
  elseif step == 'keep' then
    if redis.call('PTTL', key) < tonumber(value) then redis.call('PEXPIRE', key, value) end
  end
end
return 1`;
export type Step = "is" | "absent" | "score" | "set" | "remove" | "raise" | "keep";

/** Key: a hash. Sets a field where another one is there. */
const TOUCH =
  "if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then redis.call('HSET', KEYS[1], ARGV[2], ARGV[3]) end";

/** Key: a sorted set. Removes up to a number of members with a score up to a bound; returns how many. */
const SWEEP = `local over = redis.call('ZRANGE', KEYS[1], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[2])
for _, member in ipairs(over) do redis.call('ZREM', KEYS[1], member) end
return #over`;

export const SCRIPTS = {
  commit: script(COMMIT),
  /** Refused when the memory is full. */
  commitNew: script(COMMIT, ""),
  touch: script(TOUCH),
  sweep: script(SWEEP),
};
