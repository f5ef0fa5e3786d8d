package org.gale.engine.cli.book;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;

/**
 * A page of the book.
 *
 * @param name     by which it is asked for: its file without the ending
 * @param kind     what it is for
 * @param title    its first heading
 * @param summary  its first sentence, without marks; empty if it has none
 * @param document its parsed text
 * @param sections its headings in order, the title first
 */
record BookPage(
    String name, String kind, String title, String summary, Node document, List<BookPage.Section> sections)
{
    private static final Parser PARSER = Parser.builder().extensions(List.of(TablesExtension.create())).build();

    BookPage
    {
        sections = List.copyOf(sections);
    }

    /**
     * A part of a page, from its heading to the next one.
     *
     * @param anchor by which links name it: that of the heading's text as code hosts derive it
     * @param text   its words with those of its heading, in one line
     */
    record Section(String anchor, String title, String text, Heading heading)
    {
        /** {@inheritDoc} Headings are compared as objects. */
        @Override
        public boolean equals(final Object other)
        {
            return other instanceof Section section && section.heading == heading;
        }

        @Override
        public int hashCode()
        {
            return System.identityHashCode(heading);
        }
    }

    /** Parses the text of a page. */
    static BookPage of(final String name, final String kind, final String markdown)
    {
        final Node document = PARSER.parse(markdown);
        final List<Section> sections = sections(document);
        if (sections.isEmpty())
        {
            throw new IllegalStateException("page " + name + " has no heading");
        }
        Node first = document.getFirstChild();
        while (first != null && !(first instanceof Paragraph))
        {
            first = first.getNext();
        }

        final String summary = first == null ? "" : sentence(PlainText.of(first));

        return new BookPage(name, kind, sections.get(0).title(), summary, document, sections);
    }

    private static List<Section> sections(final Node document)
    {
        final List<Section> sections = new ArrayList<>();
        final Map<String, Integer> used = new HashMap<>();
        for (Node node = document.getFirstChild(); node != null; node = node.getNext())
        {
            if (node instanceof Heading heading)
            {
                final String title = PlainText.of(heading);
                final String anchor = anchor(title);
                final int times = used.merge(anchor, 1, Integer::sum) - 1;
                sections.add(
                    new Section(times == 0 ? anchor : anchor + '-' + times, title, text(heading), heading));
            }
        }

        return sections;
    }

    private static String text(final Heading heading)
    {
        final StringBuilder text = new StringBuilder(PlainText.of(heading));
        for (Node node = heading.getNext(); node != null && !(node instanceof Heading); node = node.getNext())
        {
            text.append(' ').append(PlainText.of(node));
        }

        return text.toString().replaceAll("\\s+", " ").strip();
    }

    /** Returns the anchor of a heading: lower case, hyphens for spaces, without other marks. */
    private static String anchor(final String title)
    {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    }

    /** Returns a text up to the end of its first sentence. */
    private static String sentence(final String text)
    {
        final String[] parts = text.split("(?<=[.:])\\s", 2);

        return parts[0].endsWith(":") ? parts[0].substring(0, parts[0].length() - 1) + '.' : parts[0];
    }
}
