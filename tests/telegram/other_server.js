// Starts the npm package telegram-test-api: node other_server.js FOLDER PORT
// Where it differs from Telegram so much that no typed client can read its replies, they are put
// right: a bot is a bot, a date is in seconds, an option is no text, an edit returns something, and a
// press comes from a chat.
const { createRequire } = require('module');

const [folder, port] = process.argv.slice(2);
const load = createRequire(`${folder}/`);
const { response } = load('express');
const { TelegramServer } = load('telegram-test-api/lib/telegramServer');

const send = response.json;
response.json = function json(body) {
  const { result } = body;
  if (result && result.id === 666) result.is_bot = true;
  if (result && result.date > 1e11) result.date = Math.floor(result.date / 1000);
  if (result && typeof result.link_preview_options === 'string') {
    result.link_preview_options = JSON.parse(result.link_preview_options);
  }
  for (const update of Array.isArray(result) ? result : []) {
    if (update.callback_query) update.callback_query.chat_instance = '1';
  }
  return send.call(this, result === null ? { ...body, result: true } : body);
};

new TelegramServer({ port: Number(port), host: '127.0.0.1' }).start()
  .then(() => console.log('ready'));
