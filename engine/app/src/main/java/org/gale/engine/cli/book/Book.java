package org.gale.engine.cli.book;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

/** The book of this build: its pages by name, in the order of its contents. */
final class Book
{
    /** Name of the page that the repository shows first. */
    static final String FIRST = "gale";

    private static final String PAGES = "pages/";
    private static final String CONTENTS = "contents.txt";
    /** Letters of a word that is one of a name, such as {@code lost} of {@code lost-interrupt}. */
    private static final int WORD_LEAST = 3;

    /** Kinds of the pages by name, in the order of the contents. */
    private final Map<String, String> kinds = new LinkedHashMap<>();
    /** Pages that were asked for: to parse all takes longer than to show one. */
    private final Map<String, BookPage> parsed = new HashMap<>();

    private Book()
    {
    }

    /** Reads the contents of the book of the jar. */
    static Book read()
    {
        final Book book = new Book();
        book.kinds.put(FIRST, "");
        for (final String line : text(CONTENTS).lines().filter(line -> !line.startsWith("#")).toList())
        {
            final String[] parts = line.split(": ", -1);
            for (final String name : parts[1].split(" ", -1))
            {
                book.kinds.put(name, parts[0]);
            }
        }

        return book;
    }

    private BookPage parsed(final String name)
    {
        return parsed.computeIfAbsent(name, page -> BookPage.of(page, kinds.get(page), page.equals(FIRST) ?
            text(PAGES + "README.md").replace("](engine/docs/", "](").replace("=\"engine/docs/", "=\"") :
            text(PAGES + page + ".md")));
    }

    /** Returns the pages in the order of the contents, the first one without a kind. */
    List<BookPage> pages()
    {
        return kinds.keySet().stream().map(this::parsed).toList();
    }

    /** Returns the pages by kind, in the order of the contents. */
    Map<String, List<BookPage>> byKind()
    {
        final Map<String, List<BookPage>> pages = new LinkedHashMap<>();
        pages().stream().filter(page -> !page.kind().isEmpty())
            .forEach(page -> pages.computeIfAbsent(page.kind(), kind -> new ArrayList<>()).add(page));

        return pages;
    }

    /**
     * Returns a page.
     *
     * @throws OutcomeException if there is none of that name, with the nearest name
     */
    BookPage page(final String name)
    {
        final String page = name.replaceFirst("\\.(?:md|html)$", "");
        if (!has(page))
        {
            throw new OutcomeException(Outcome.USAGE,
                "no page '" + name + "'" + hint(page) + " ('gale book' lists them)");
        }

        return parsed(page);
    }

    /** Returns a clause with the page that a word may mean: the nearest, or the first whose name has the word. */
    private String hint(final String word)
    {
        final String near = NearestName.hint(word, kinds.keySet());

        return near.isEmpty() && word.length() >= WORD_LEAST ? kinds.keySet().stream()
            .filter(name -> List.of(name.split("-", -1)).contains(word)).findFirst()
            .map(name -> ": did you mean '" + name + "'?").orElse("") : near;
    }

    /** Returns the file that a site has for a page. */
    static String html(final String name)
    {
        return name.equals(FIRST) ? "index.html" : name + ".html";
    }

    /** Returns whether there is a page of a name. */
    boolean has(final String name)
    {
        return kinds.containsKey(name);
    }

    /**
     * Returns the bytes of a file that pages name, such as an example or a picture.
     *
     * @param path from the directory of the pages, with no step upwards
     * @return null if the book does not have the file
     */
    static byte[] file(final String path)
    {
        return path.startsWith("../") ? null : bytes(PAGES + path);
    }

    /** Returns the text of a resource of this room. */
    static String text(final String path)
    {
        final byte[] bytes = bytes(path);
        if (bytes == null)
        {
            throw new IllegalStateException("the jar has no " + path);
        }

        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(final String path)
    {
        try (InputStream in = Book.class.getResourceAsStream(path))
        {
            return in == null ? null : in.readAllBytes();
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException("the jar is incomplete: " + path, ex);
        }
    }
}
