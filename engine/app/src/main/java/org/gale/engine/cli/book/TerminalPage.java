package org.gale.engine.cli.book;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.ThematicBreak;
import org.gale.engine.cli.console.WrappedText;

/** A page, or one section of it, as lines of a terminal. */
final class TerminalPage
{
    private static final String CODE_INDENT = "    ";
    private static final String BULLET = "- ";
    private static final int RULED_LEVELS = 2;

    private final int width;
    private final List<String> lines = new ArrayList<>();

    private TerminalPage(final int width)
    {
        this.width = width;
    }

    /**
     * Returns the lines of a page.
     *
     * @param section with which to begin and end; null for the whole page
     * @param width   columns at most; a line of code may have more
     */
    static List<String> lines(final BookPage page, final BookPage.Section section, final int width)
    {
        final TerminalPage lines = new TerminalPage(width);
        final Node first = section == null ? page.document().getFirstChild() : section.heading();
        final int level = section == null ? 0 : section.heading().getLevel();
        Node node = first;
        while (node != null && (node == first || !(node instanceof Heading heading) || heading.getLevel() > level))
        {
            lines.block(node, "");
            node = node.getNext();
        }

        return lines.lines;
    }

    private void block(final Node node, final String indent)
    {
        if (node instanceof HtmlBlock)
        {
            return;                                                         // a picture
        }
        if (!lines.isEmpty() && !lines.get(lines.size() - 1).isEmpty() && !isTight(node))
        {
            lines.add("");
        }
        if (node instanceof Heading heading)
        {
            heading(heading);
        }
        else if (node instanceof FencedCodeBlock code)
        {
            code(code.getLiteral(), indent);
        }
        else if (node instanceof IndentedCodeBlock code)
        {
            code(code.getLiteral(), indent);
        }
        else if (node instanceof TableBlock table)
        {
            table(table, indent);
        }
        else if (node instanceof BulletList list)
        {
            items(list, indent, -1);
        }
        else if (node instanceof OrderedList list)
        {
            items(list, indent, list.getMarkerStartNumber());
        }
        else if (node instanceof BlockQuote)
        {
            children(node, indent + "| ");
        }
        else if (node instanceof ThematicBreak)
        {
            lines.add(indent + "-".repeat(width - indent.length()));
        }
        else
        {
            WrappedText.lines(PlainText.marked(node), width - indent.length())
                .forEach(line -> lines.add(indent + line));
        }
    }

    /** Returns whether a block follows the one before without an empty line: the first of an item, and lists in one. */
    private static boolean isTight(final Node node)
    {
        return node.getParent() instanceof ListItem && (node.getPrevious() == null || node instanceof ListBlock);
    }

    private void children(final Node node, final String indent)
    {
        for (Node child = node.getFirstChild(); child != null; child = child.getNext())
        {
            block(child, indent);
        }
    }

    private void heading(final Heading heading)
    {
        final String title = PlainText.marked(heading);
        lines.add(title);
        if (heading.getLevel() <= RULED_LEVELS)
        {
            lines.add((heading.getLevel() == 1 ? "=" : "-").repeat(Math.min(width, title.length())));
        }
    }

    private void code(final String text, final String indent)
    {
        text.stripTrailing().lines().forEach(line -> lines.add((indent + CODE_INDENT + line).stripTrailing()));
    }

    /** Writes the items of a list with their marks: a number, or a bullet where the first number is below 0. */
    private void items(final Node list, final String indent, final int first)
    {
        int number = first;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext())
        {
            final String mark = first < 0 ? BULLET : number++ + ". ";
            final int at = lines.size();
            children(item, indent + " ".repeat(mark.length()));
            if (lines.size() > at)
            {
                lines.set(at, indent + mark + lines.get(at).substring(indent.length() + mark.length()));
            }
        }
    }

    private void table(final TableBlock table, final String indent)
    {
        final List<List<String>> rows = new ArrayList<>();
        for (Node part = table.getFirstChild(); part != null; part = part.getNext())
        {
            for (Node row = part.getFirstChild(); row != null; row = row.getNext())
            {
                final List<String> cells = new ArrayList<>();
                for (Node cell = row.getFirstChild(); cell instanceof TableCell; cell = cell.getNext())
                {
                    cells.add(PlainText.marked(cell));
                }
                rows.add(cells);
            }
        }
        PageTable.lines(rows, width - indent.length()).forEach(line -> lines.add(indent + line));
    }
}
