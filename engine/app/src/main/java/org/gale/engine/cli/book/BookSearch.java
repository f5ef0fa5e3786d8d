package org.gale.engine.cli.book;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Search of the sections that have all words, the best first. The site has the same ranks in {@code book.js}. A section
 * may have further terms, by which readers look for it and which its text does not have.
 */
final class BookSearch
{
    private static final String TERMS = "terms.txt";
    private static final int WHOLE_TERM = 200;
    private static final int WHOLE_TITLE = 100;
    private static final int IN_TITLE = 20;
    private static final int IN_HEAD = 5;
    private static final int TIMES_LIMIT = 5;

    private final Book book;
    /** Further terms by page and section, {@code kvm#who-owns-a-ppi}. */
    private final Map<String, List<String>> terms = new LinkedHashMap<>();

    BookSearch(final Book book)
    {
        this.book = book;
        for (final String line : Book.text(TERMS).lines().filter(line -> !line.startsWith("#")).toList())
        {
            final String[] parts = line.split(": ", 2);
            terms.put(parts[0], List.of(parts[1].split(", ", -1)));
        }
    }

    /**
     * Section that has all words.
     *
     * @param rank the greater, the better
     */
    record Hit(BookPage page, BookPage.Section section, int rank)
    {
        /** Returns the place, as {@code gale book} takes it. */
        String place()
        {
            return page.name() + '#' + section.anchor();
        }
    }

    /** Returns the places that have further terms. */
    List<String> places()
    {
        return List.copyOf(terms.keySet());
    }

    /** Returns the further terms of a section; none for most of them. */
    List<String> terms(final BookPage page, final BookPage.Section section)
    {
        return terms.getOrDefault(page.name() + '#' + section.anchor(), List.of());
    }

    /** Returns the sections that have all words, the best first, equal ones in the order of the book. */
    List<Hit> find(final String text)
    {
        final String wanted = text.toLowerCase(Locale.ROOT).strip();
        final List<Hit> hits = new ArrayList<>();
        for (final BookPage page : book.pages())
        {
            for (final BookPage.Section section : page.sections())
            {
                final int rank = rank(page, section, wanted);
                if (rank > 0)
                {
                    hits.add(new Hit(page, section, rank));
                }
            }
        }
        hits.sort(Comparator.comparingInt(Hit::rank).reversed());

        return hits;
    }

    private int rank(final BookPage page, final BookPage.Section section, final String wanted)
    {
        final String title = section.title().toLowerCase(Locale.ROOT);
        final String body = section.text().toLowerCase(Locale.ROOT);
        final List<String> further = terms(page, section);
        final String head = page.title().toLowerCase(Locale.ROOT) + ' ' + title + ' ' + String.join(" ", further);
        final String[] words = wanted.split("\\s+", -1);
        int sum = further.contains(String.join(" ", words)) ? WHOLE_TERM : 0;
        for (final String word : words)
        {
            final int times = body.split(Pattern.quote(word), -1).length - 1;
            if (times == 0 && !head.contains(word))
            {
                return 0;
            }
            sum += (title.equals(word) ? WHOLE_TITLE : 0) + (title.contains(word) ? IN_TITLE : 0) +
                (head.contains(word) ? IN_HEAD : 0) + Math.min(times, TIMES_LIMIT);
        }

        return sum;
    }
}
