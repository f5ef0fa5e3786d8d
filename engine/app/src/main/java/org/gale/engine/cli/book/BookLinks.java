package org.gale.engine.cli.book;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/**
 * Links of the pages as a site has them: a page of the book by its HTML, a file by its own name. A link to a file that
 * the book does not have, such as a source, becomes its text.
 */
final class BookLinks
{
    private static final String README = "../../README.md";

    private final Book book;
    private final Set<String> files = new TreeSet<>();

    BookLinks(final Book book)
    {
        this.book = book;
    }

    /** Turns the links of a page, and notes the files that these name. */
    void turn(final BookPage page)
    {
        final List<Link> links = new ArrayList<>();
        page.document().accept(new AbstractVisitor()
        {
            @Override
            public void visit(final Link link)
            {
                links.add(link);
                visitChildren(link);
            }

            @Override
            public void visit(final Image image)
            {
                files.add(image.getDestination());
            }
        });
        for (final Link link : links)
        {
            final String target = target(link.getDestination());
            if (target == null)
            {
                unlink(link);
            }
            else
            {
                link.setDestination(target);
            }
        }
    }

    /** Returns where a link leads on the site, or null if the site does not have it. */
    private String target(final String destination)
    {
        if (destination.startsWith("#") || destination.contains("://"))
        {
            return destination;
        }
        final int hash = destination.indexOf('#');
        final String file = hash < 0 ? destination : destination.substring(0, hash);
        final String anchor = hash < 0 ? "" : destination.substring(hash);
        if (file.equals(README))
        {
            return Book.html(Book.FIRST) + anchor;
        }
        if (file.endsWith(".md") && book.has(file.substring(0, file.length() - ".md".length())))
        {
            return Book.html(file.substring(0, file.length() - ".md".length())) + anchor;
        }
        if (Book.file(file) == null)
        {
            return null;
        }
        files.add(file);

        return destination;
    }

    private static void unlink(final Link link)
    {
        Node child = link.getFirstChild();
        while (child != null)
        {
            final Node next = child.getNext();
            link.insertBefore(child);
            child = next;
        }
        link.unlink();
    }

    /** Returns the files that the links and pictures of the turned pages name. */
    Set<String> files()
    {
        return files;
    }
}
