package org.gale.engine.board;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Range of physical addresses that a node of a device tree has, translated by {@code ranges} of all nodes above.
 *
 * @param base   first address
 * @param length in bytes
 */
record TreeRange(long base, long length)
{
    private static final String REG = "reg";
    private static final String RANGES = "ranges";

    long end()
    {
        return base + length;
    }

    boolean overlaps(final TreeRange other)
    {
        return base < other.end() && other.base < end();
    }

    /**
     * Returns the ranges of a node in their order.
     *
     * @throws IllegalArgumentException if they are no whole ones, or a bus above does not pass them on
     */
    static List<TreeRange> of(final TreeNode node)
    {
        final int addressCells = node.parent().addressCells();
        final int sizeCells = node.parent().sizeCells();
        final List<Long> cells = node.cells(REG);
        final int each = addressCells + sizeCells;
        if (cells.isEmpty() || addressCells == 0 || sizeCells == 0 || cells.size() % each != 0)
        {
            throw new IllegalArgumentException(node.path() + ": reg has " + cells.size() +
                " cells, no multiple of an address of " + addressCells + " and a length of " + sizeCells);
        }
        final List<TreeRange> ranges = new ArrayList<>();
        for (int at = 0; at < cells.size(); at += each)
        {
            ranges.add(translated(node, new TreeRange(number(cells, at, addressCells),
                number(cells, at + addressCells, sizeCells))));
        }

        return ranges;
    }

    /**
     * Returns the ranges of a node by their names.
     *
     * @throws IllegalArgumentException if the node has not one name for each range
     */
    static Map<String, TreeRange> named(final TreeNode node)
    {
        final List<TreeRange> ranges = of(node);
        final List<String> names = node.texts("reg-names");
        final Map<String, TreeRange> named = new LinkedHashMap<>();
        for (int n = 0; n < Math.min(names.size(), ranges.size()); n++)
        {
            named.put(names.get(n), ranges.get(n));
        }
        if (named.size() != ranges.size() || named.size() != names.size())
        {
            throw new IllegalArgumentException(node.path() + ": reg has " + ranges.size() + " ranges, and reg-names " +
                names.size() + " names, each of which stands once");
        }

        return named;
    }

    private static TreeRange translated(final TreeNode node, final TreeRange own)
    {
        TreeRange range = own;
        for (TreeNode bus = node.parent(); bus.parent() != null; bus = bus.parent())
        {
            range = through(bus, range, node);
        }

        return range;
    }

    private static TreeRange through(final TreeNode bus, final TreeRange range, final TreeNode node)
    {
        final List<Long> cells = bus.cells(RANGES);
        if (cells.isEmpty() && bus.has(RANGES))
        {
            return range;
        }
        final int own = bus.addressCells();
        final int above = bus.parent().addressCells();
        final int size = bus.sizeCells();
        final int each = own + above + size;
        if (each == 0 || cells.size() % each != 0)
        {
            throw new IllegalArgumentException(bus.path() + ": ranges has " + cells.size() + " cells, no multiple of " +
                each);
        }
        for (int at = 0; at < cells.size(); at += each)
        {
            final TreeRange window = new TreeRange(number(cells, at, own), number(cells, at + own + above, size));
            if (range.base >= window.base && range.end() <= window.end())
            {
                return new TreeRange(range.base - window.base + number(cells, at + own, above), range.length);
            }
        }
        throw new IllegalArgumentException(
            node.path() + ": no range of " + bus.path() + " has 0x" + Long.toHexString(range.base));
    }

    private static long number(final List<Long> cells, final int first, final int count)
    {
        long number = 0;
        for (final long cell : cells.subList(first, first + count))
        {
            number = number << Integer.SIZE | cell;
        }

        return number;
    }
}
