package org.gale.engine.board;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Node of a device tree: properties as bytes, and children, each in the order of the source. Owned by one thread. */
final class TreeNode
{
    /** Cells of an address and of a length where a node does not say (Devicetree Specification, 2.3.5). */
    private static final int ADDRESS_CELLS = 2;
    private static final int SIZE_CELLS = 1;
    private static final int CELLS_MAX = 2;

    private final String name;
    private final TreeNode parent;
    private final Map<String, byte[]> properties = new LinkedHashMap<>();
    private final Map<String, TreeNode> children = new LinkedHashMap<>();

    TreeNode(final String name, final TreeNode parent)
    {
        this.name = name;
        this.parent = parent;
    }

    /** Returns the node above, or null above the root. */
    TreeNode parent()
    {
        return parent;
    }

    Map<String, byte[]> properties()
    {
        return properties;
    }

    Map<String, TreeNode> children()
    {
        return children;
    }

    /** Returns the name without the address after the at sign. */
    String baseName()
    {
        return name.split("@", -1)[0];
    }

    /** Returns the path from the root, such as {@code /cpus/cpu@0}. */
    String path()
    {
        final StringBuilder path = new StringBuilder();
        for (TreeNode node = this; node.parent != null; node = node.parent)
        {
            path.insert(0, '/' + node.name);
        }

        return path.isEmpty() ? "/" : path.toString();
    }

    /** Returns this node and all below, in the order of the source. */
    List<TreeNode> all()
    {
        final List<TreeNode> all = new ArrayList<>();
        final Deque<TreeNode> open = new ArrayDeque<>(List.of(this));
        while (!open.isEmpty())
        {
            final TreeNode node = open.pop();
            all.add(node);
            final List<TreeNode> below = new ArrayList<>(node.children.values());
            for (int n = below.size() - 1; n >= 0; n--)
            {
                open.push(below.get(n));
            }
        }

        return all;
    }

    boolean has(final String property)
    {
        return properties.containsKey(property);
    }

    /** Returns whether the node and all above are there: {@code status} is {@code okay}, or is missing. */
    boolean isThere()
    {
        boolean isThere = true;
        for (TreeNode node = this; node != null; node = node.parent)
        {
            isThere &= !node.has("status") || List.of("okay", "ok").contains(node.text("status"));
        }

        return isThere;
    }

    /** Returns whether {@code compatible} has a text. */
    boolean isCompatible(final String text)
    {
        return texts("compatible").contains(text);
    }

    /** Returns the texts of a property, none if it is missing. */
    List<String> texts(final String property)
    {
        final List<String> texts = new ArrayList<>();
        final byte[] bytes = properties.getOrDefault(property, new byte[0]);
        int begin = 0;
        for (int at = 0; at < bytes.length; at++)
        {
            if (bytes[at] == 0)
            {
                texts.add(new String(bytes, begin, at - begin, StandardCharsets.UTF_8));
                begin = at + 1;
            }
        }

        return texts;
    }

    /** Returns the first text of a property, or an empty one. */
    String text(final String property)
    {
        final List<String> texts = texts(property);

        return texts.isEmpty() ? "" : texts.get(0);
    }

    /**
     * Returns the cells of a property, none if it is missing.
     *
     * @return unsigned numbers of 32 bits
     * @throws IllegalArgumentException if the property is no list of cells
     */
    List<Long> cells(final String property)
    {
        return numbers(property, Integer.BYTES);
    }

    /**
     * Returns the numbers of a property, none if it is missing.
     *
     * @param bytesEach length of a number: 2 or 4
     * @throws IllegalArgumentException if the property is no list of numbers of this length
     */
    List<Long> numbers(final String property, final int bytesEach)
    {
        final ByteBuffer bytes = ByteBuffer.wrap(properties.getOrDefault(property, new byte[0]));
        if (bytes.remaining() % bytesEach != 0)
        {
            throw new IllegalArgumentException(path() + ": " + property + " has " + bytes.remaining() +
                " bytes, no multiple of " + bytesEach);
        }
        final List<Long> numbers = new ArrayList<>();
        while (bytes.hasRemaining())
        {
            numbers.add(bytesEach == Short.BYTES ? Short.toUnsignedLong(bytes.getShort()) :
                Integer.toUnsignedLong(bytes.getInt()));
        }

        return numbers;
    }

    /** Returns the only cell of a property, or null if the property is missing. */
    Long cell(final String property)
    {
        final List<Long> cells = cells(property);
        if (cells.size() > 1 || (cells.isEmpty() && has(property)))
        {
            throw new IllegalArgumentException(path() + ": " + property + " has " + cells.size() + " cells, not one");
        }

        return cells.isEmpty() ? null : cells.get(0);
    }

    /** Returns the number of cells of an address below this node, 0 to 2. */
    int addressCells()
    {
        return cellCount("#address-cells", ADDRESS_CELLS);
    }

    /** Returns the number of cells of a length below this node, 0 to 2. */
    int sizeCells()
    {
        return cellCount("#size-cells", SIZE_CELLS);
    }

    private int cellCount(final String property, final int usual)
    {
        final Long count = cell(property);
        if (count != null && count > CELLS_MAX)
        {
            throw new IllegalArgumentException(path() + ": " + property + " is " + count +
                ": a board of a machine has addresses of at most 2 cells");
        }

        return count == null ? usual : count.intValue();
    }
}
