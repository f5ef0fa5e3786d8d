// Search of the book: sections that have all words, those with the words in their headings first.
'use strict';
(() => {
  const LIMIT = 30;
  const input = document.getElementById('words');
  const found = document.getElementById('found');
  const count = document.getElementById('count');
  const contents = document.getElementById('contents');
  const sections = BOOK.map(section => {
    const terms = (section.terms ?? '').split(',').filter(term => term !== '');
    return {...section, terms, head: [section.page, section.title, ...terms].join(' ').toLowerCase(),
      body: section.text.toLowerCase()};
  });

  const rank = (section, words) => {
    let sum = section.terms.includes(words.join(' ')) ? 200 : 0;
    for (const word of words) {
      const times = section.body.split(word).length - 1;
      const inHead = section.head.includes(word);
      if (!inHead && times === 0) {
        return 0;
      }
      const whole = section.title.toLowerCase() === word ? 100 : 0;
      sum += whole + (section.title.toLowerCase().includes(word) ? 20 : 0) + (inHead ? 5 : 0) + Math.min(times, 5);
    }
    return sum;
  };

  const excerpt = (section, words) => {
    const line = document.createElement('small');
    const at = Math.max(0, section.body.indexOf(words[0]));
    const text = section.text.slice(Math.max(0, at - 50), at + 110);
    const places = text.toLowerCase();
    let from = 0;
    for (;;) {
      const next = places.indexOf(words[0], from);
      if (next < 0) {
        break;
      }
      const mark = document.createElement('mark');
      mark.textContent = text.slice(next, next + words[0].length);
      line.append(text.slice(from, next), mark);
      from = next + words[0].length;
    }
    line.append(text.slice(from));
    return line;
  };

  const search = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(word => word !== '');
    const hits = words.length === 0 ? [] : sections.map(section => ({section, rank: rank(section, words)}))
      .filter(hit => hit.rank > 0).sort((a, b) => b.rank - a.rank);
    found.replaceChildren(...hits.slice(0, LIMIT).map(({section}) => {
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = section.at;
      link.append(section.title === section.page ? section.page : section.page + ' › ' + section.title,
        excerpt(section, words));
      item.append(link);
      return item;
    }));
    count.textContent = words.length === 0 ? '' : hits.length === 0 ? 'nothing' : String(hits.length);
  };

  const links = () => [...found.querySelectorAll('a')];
  const close = () => {
    input.value = '';
    search();
    input.blur();
  };

  input.addEventListener('input', search);
  found.addEventListener('click', close);
  document.addEventListener('keydown', event => {
    const at = links().indexOf(document.activeElement);
    if (event.key === '/' && document.activeElement !== input) {
      input.focus();
    } else if (event.key === 'Escape') {
      close();
    } else if (event.key === 'ArrowDown' && (document.activeElement === input || at >= 0)) {
      (links()[at + 1] ?? links()[at])?.focus();
    } else if (event.key === 'ArrowUp' && at >= 0) {
      (links()[at - 1] ?? input).focus();
    } else if (event.key === 'Enter' && document.activeElement === input) {
      links()[0]?.click();
    } else {
      return;
    }
    event.preventDefault();
  });
  if (matchMedia('(max-width: 800px)').matches) {
    contents.open = false;
  }
  contents.querySelector('a[aria-current]')?.scrollIntoView({block: 'nearest'});
})();
