// PouchDB as a peer (NODE_PATH = the node_modules that hold it): one document a registration, LevelDB on both sides.
// node pouch_child.js fill FOLDER - FILE | push FOLDER URL | count - URL
const PouchDB = require('pouchdb');
const fs = require('fs');

const [step, folder, url, file] = process.argv.slice(2);

async function fill() {
  const mine = new PouchDB(folder);
  const lines = fs.readFileSync(file, 'utf8').trim().split('\n');
  for (const line of lines) {
    const { uid, ...values } = JSON.parse(line);
    await mine.put({ _id: uid, ...values });
  }
  return { documents: lines.length };
}

async function push() {
  const mine = new PouchDB(folder);
  const theirs = new PouchDB(url);
  const started = process.hrtime.bigint();
  const done = await PouchDB.replicate(mine, theirs, { batch_size: 100 });
  return { taken_s: Number(process.hrtime.bigint() - started) / 1e9, documents: done.docs_written };
}

async function count() {
  return { documents: (await new PouchDB(url).info()).doc_count };
}

({ fill, push, count })[step]().then(
  (told) => { console.log(JSON.stringify(told)); process.exit(0); },
  (error) => { console.error(error); process.exit(1); },
);
