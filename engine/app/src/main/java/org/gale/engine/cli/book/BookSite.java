package org.gale.engine.cli.book;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.renderer.html.HtmlRenderer;
import org.gale.engine.cli.console.Program;

/**
 * The book as a site that needs no server: a page of HTML for each page, one style, one script, and an index of all
 * sections that the script searches. Nothing on it asks for another host.
 */
final class BookSite
{
    /** File that tells a directory of a site from others. */
    static final String INDEX = "book-index.js";

    private static final int SECTION_LEVEL = 2;
    private static final Pattern PICTURE = Pattern.compile("(?:src|srcset)=\"([^\"]+)\"");

    private final Book book;
    private final Path directory;
    private final String frame = Book.text("frame.html");

    BookSite(final Book book, final Path directory)
    {
        this.book = book;
        this.directory = directory;
    }

    /**
     * Writes the site.
     *
     * @return the number of its pages
     */
    int write() throws IOException
    {
        Files.createDirectories(directory);
        final List<Map<String, String>> index = new ArrayList<>();
        final BookSearch search = new BookSearch(book);
        book.pages().forEach(page -> addTo(index, page, search));          // before links are turned
        final BookLinks links = new BookLinks(book);
        for (final BookPage page : book.pages())
        {
            links.turn(page);
            final String html = html(page);
            final Matcher picture = PICTURE.matcher(html);
            while (picture.find())
            {
                links.files().add(picture.group(1));
            }
            put(Book.html(page.name()), frame
                .replace("{title}", escaped(page.name().equals(Book.FIRST) ? "Gale" : page.title() + " \u00b7 Gale"))
                .replace("{version}", Program.version())
                .replace("{contents}", contents(page))
                .replace("{page}", html));
        }
        for (final String file : links.files())
        {
            final byte[] bytes = Book.file(file);
            if (bytes == null)
            {
                throw new IllegalStateException("the book has no " + file);
            }
            Files.createDirectories(directory.resolve(file).getParent());
            Files.write(directory.resolve(file), bytes);
        }
        put("book.css", Book.text("book.css"));
        put("book.js", Book.text("book.js"));
        put(INDEX, "const BOOK = " + new ObjectMapper().writeValueAsString(index) + ";\n");

        return book.pages().size();
    }

    private void put(final String file, final String text) throws IOException
    {
        Files.write(directory.resolve(file), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds the sections of a page to the index: page, heading, place and text. */
    private static void addTo(final List<Map<String, String>> index, final BookPage page, final BookSearch search)
    {
        for (final BookPage.Section section : page.sections())
        {
            final Map<String, String> entry = new LinkedHashMap<>();
            entry.put("page", page.title());
            entry.put("title", section.title());
            entry.put("at", Book.html(page.name()) + '#' + section.anchor());
            entry.put("text", section.text());
            final List<String> terms = search.terms(page, section);
            if (!terms.isEmpty())
            {
                entry.put("terms", String.join(",", terms));
            }
            index.add(entry);
        }
    }

    private static String html(final BookPage page)
    {
        final Map<Node, String> anchors = new LinkedHashMap<>();
        page.sections().forEach(section -> anchors.put(section.heading(), section.anchor()));

        return HtmlRenderer.builder().extensions(List.of(TablesExtension.create()))
            .attributeProviderFactory(context -> (node, tag, attributes) ->
            {
                if (anchors.containsKey(node))
                {
                    attributes.put("id", anchors.get(node));
                }
            })
            .build().render(page.document());
    }

    /** Returns the contents as one page shows them: all pages, and its own sections below its name. */
    private String contents(final BookPage shown)
    {
        final StringBuilder html = new StringBuilder();
        html.append(entry(book.page(Book.FIRST), shown));
        book.byKind().forEach((kind, pages) ->
        {
            html.append("<h2>").append(escaped(kind)).append("</h2>\n<ul>\n");
            pages.forEach(page -> html.append("<li>").append(entry(page, shown)).append("</li>\n"));
            html.append("</ul>\n");
        });

        return html.toString();
    }

    private static String entry(final BookPage page, final BookPage shown)
    {
        final boolean isShown = page.name().equals(shown.name());
        final StringBuilder html = new StringBuilder();
        html.append("<a href=\"").append(Book.html(page.name())).append('"')
            .append(isShown ? " aria-current=\"page\"" : "").append('>').append(escaped(page.title()))
            .append("</a>");
        if (isShown)
        {
            html.append("\n<ul>\n");
            page.sections().stream().filter(section -> section.heading().getLevel() == SECTION_LEVEL)
                .forEach(section -> html.append("<li><a href=\"#").append(section.anchor()).append("\">")
                .append(escaped(section.title())).append("</a></li>\n"));
            html.append("</ul>\n");
        }

        return html.toString();
    }

    private static String escaped(final String text)
    {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
