package org.gale.engine.board;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reader of the source of a device tree, as {@code dtc} prints it or a person writes it: version 1, labels, references,
 * comments and later parts that join a node. Other files, expressions and overlays are refused by name. Owned by one
 * thread.
 */
final class TreeSource
{
    /** Limit of nodes and of properties. */
    static final int PART_LIMIT = 1 << 16;
    /** Limit of nodes inside each other, the root among them. */
    static final int DEPTH_LIMIT = 64;

    private static final String VERSION = "/dts-v1/";
    private static final String INCLUDE = "/include/";
    private static final String DELETED_NODE = "/delete-node/";
    private static final String DELETED_PROPERTY = "/delete-property/";
    private static final String PHANDLE = "phandle";
    /** Offset of a reference that stands for a path: only its node is looked up, for boards have no paths. */
    private static final int PATH = -1;
    private static final Set<Integer> WIDTHS = Set.of(8, 16, 32, 64);
    private static final Set<String> OF_PREPROCESSOR =
        Set.of("#include", "#define", "#undef", "#if", "#ifdef", "#ifndef", "#else", "#elif", "#endif");

    private final TreeScanner in;
    private final TreeNode root = new TreeNode("", null);
    private final Map<String, TreeNode> labels = new HashMap<>();
    private final List<Reference> references = new ArrayList<>();
    private int parts;

    /** Reference to a node: in the cell at an offset of a property. */
    private record Reference(TreeNode node, String property, int offset, String target, int line)
    {
    }

    private TreeSource(final String text)
    {
        this.in = new TreeScanner(text);
    }

    /**
     * Reads a source.
     *
     * @return the root
     * @throws IllegalArgumentException with the line and what is wrong
     */
    static TreeNode read(final String text)
    {
        final TreeSource source = new TreeSource(text);
        source.file();
        source.resolve();

        return source.root;
    }

    private void file()
    {
        if (!in.accept(VERSION))
        {
            throw in.fault("no " + VERSION + " at the begin: not the source of a device tree");
        }
        in.expect(';');
        boolean hasRoot = false;
        while (in.peek() != TreeScanner.END)
        {
            if (in.isDirective())
            {
                directive(null, in.directive());
            }
            else if (in.peek() == '&')
            {
                body(find(in.reference()));
            }
            else if (in.accept("/"))
            {
                body(root);
                hasRoot = true;
            }
            else
            {
                label(in.name(), root);
            }
        }
        if (!hasRoot)
        {
            throw in.fault("no root node '/ { };'");
        }
    }

    /** Reads the body of a node, and of all nodes in it, to its semicolon. */
    private void body(final TreeNode outermost)
    {
        final Deque<TreeNode> open = new ArrayDeque<>();
        in.expect('{');
        open.push(outermost);
        while (!open.isEmpty())
        {
            final TreeNode node = open.element();
            if (in.accept("}"))
            {
                in.expect(';');
                open.pop();
            }
            else if (in.isDirective())
            {
                directive(node, in.directive());
            }
            else
            {
                statement(node, open);
            }
        }
    }

    /** Reads labels and a property, or labels and the begin of a node, which it opens. */
    private void statement(final TreeNode node, final Deque<TreeNode> open)
    {
        final List<String> own = new ArrayList<>();
        String name = in.name();
        while (in.accept(":"))
        {
            own.add(name);
            name = in.name();
        }
        if (OF_PREPROCESSOR.contains(name))
        {
            throw in.fault(name + " is for a preprocessor (let dtc print the tree: cpp -P FILE | dtc -I dts -O dts)");
        }
        if (in.accept("{"))
        {
            final TreeNode child = child(node, name, open.size());
            own.forEach(label -> labels.put(label, child));
            open.push(child);
        }
        else
        {
            property(node, name);
        }
    }

    private TreeNode child(final TreeNode node, final String name, final int depth)
    {
        if (depth >= DEPTH_LIMIT)
        {
            throw in.fault("more than " + DEPTH_LIMIT + " nodes inside each other");
        }
        count();

        return node.children().computeIfAbsent(name, key -> new TreeNode(key, node));
    }

    private void property(final TreeNode node, final String name)
    {
        count();
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (in.accept("="))
        {
            do
            {
                value(node, name, bytes);
            }
            while (in.accept(","));
        }
        in.expect(';');
        node.properties().put(name, bytes.toByteArray());
    }

    private void count()
    {
        parts++;
        if (parts > PART_LIMIT)
        {
            throw in.fault("more than " + PART_LIMIT + " nodes and properties");
        }
    }

    private void value(final TreeNode node, final String name, final ByteArrayOutputStream bytes)
    {
        int bits = Integer.SIZE;
        labels();
        if (in.isDirective())
        {
            final String directive = in.directive();
            if (!directive.equals("/bits/"))
            {
                throw refusal(directive);
            }
            bits = (int)Math.min(in.number() & Long.MAX_VALUE, Integer.MAX_VALUE);
            if (!WIDTHS.contains(bits) || in.peek() != '<')
            {
                throw in.fault("/bits/ is 8, 16, 32 or 64 before a list in angles");
            }
        }
        switch (in.peek())
        {
            case '"' ->
            {
                bytes.writeBytes(in.string());
                bytes.write(0);
            }
            case '&' -> references.add(new Reference(node, name, PATH, in.reference(), in.line()));
            case '[' -> octets(bytes);
            case '<' -> cells(node, name, bits, bytes);
            default -> throw in.fault("no value of property " + TreeScanner.shortened(name));
        }
        labels();
    }

    private void octets(final ByteArrayOutputStream bytes)
    {
        in.expect('[');
        labels();
        while (!in.accept("]"))
        {
            bytes.write(in.octet());
            labels();
        }
    }

    private void cells(final TreeNode node, final String name, final int bits, final ByteArrayOutputStream bytes)
    {
        in.expect('<');
        labels();
        while (!in.accept(">"))
        {
            final long value = in.peek() == '&' ? referenced(node, name, bits, bytes.size()) : in.number();
            final long mask = -1L >>> (Long.SIZE - bits);
            if ((value & ~mask) != 0 && (value | mask) != -1)
            {
                throw in.fault("0x" + Long.toHexString(value) + " has more than " + bits + " bits");
            }
            bytes.write(ByteBuffer.allocate(Long.BYTES).putLong(value).array(), (Long.SIZE - bits) / Byte.SIZE,
                bits / Byte.SIZE);
            labels();
        }
    }

    /** Passes a reference in a cell, whose value comes later. */
    private int referenced(final TreeNode node, final String name, final int bits, final int offset)
    {
        if (bits != Integer.SIZE)
        {
            throw in.fault("a reference in a list of " + bits + " bits");
        }
        references.add(new Reference(node, name, offset, in.reference(), in.line()));

        return 0;
    }

    /** Passes labels inside a value, which name places of its bytes. */
    private void labels()
    {
        while (in.isLabel())
        {
            in.name();
            in.expect(':');
        }
    }

    private void label(final String label, final TreeNode node)
    {
        in.expect(':');
        labels.put(label, node);
    }

    private void directive(final TreeNode node, final String directive)
    {
        if (directive.equals(VERSION) && node == null)
        {
            in.expect(';');
        }
        else if (directive.equals("/memreserve/") && node == null)
        {
            in.number();
            in.number();
            in.expect(';');
        }
        else if (directive.equals(DELETED_PROPERTY) && node != null)
        {
            node.properties().remove(in.name());
            in.expect(';');
        }
        else if (directive.equals(DELETED_NODE))
        {
            delete(node);
        }
        else
        {
            throw refusal(directive);
        }
    }

    private void delete(final TreeNode node)
    {
        if (in.peek() == '&')
        {
            final TreeNode gone = find(in.reference());
            if (gone.parent() != null)
            {
                gone.parent().children().values().remove(gone);
            }
        }
        else if (node != null)
        {
            node.children().remove(in.name());
        }
        in.expect(';');
    }

    private IllegalArgumentException refusal(final String directive)
    {
        return in.fault(directive + (directive.equals(INCLUDE) ? " names another file" : " is not read") +
            " (let dtc print the tree: dtc -I dts -O dts FILE)");
    }

    /** Returns the node of a label, or of a path from the root. */
    private TreeNode find(final String target)
    {
        return find(target, in.line());
    }

    private TreeNode find(final String target, final int line)
    {
        final TreeNode node = target.startsWith("/") ? at(target) : labels.get(target);
        if (node == null)
        {
            throw TreeScanner.fault(line, "no node &" + TreeScanner.shortened(target));
        }

        return node;
    }

    private TreeNode at(final String path)
    {
        TreeNode node = root;
        for (final String name : path.substring(1).split("/", -1))
        {
            node = node == null || name.isEmpty() ? node : node.children().get(name);
        }

        return node;
    }

    /** Gives each node that is referred to a phandle, and writes it into the cells that refer to the node. */
    private void resolve()
    {
        final Map<Long, TreeNode> handles = handles(root);
        long next = 1;
        for (final Reference reference : references)
        {
            final TreeNode target = find(reference.target, reference.line);
            if (!target.has(PHANDLE))
            {
                while (handles.containsKey(next))
                {
                    next++;
                }
                handles.put(next, target);
                target.properties().put(PHANDLE, ByteBuffer.allocate(Integer.BYTES).putInt((int)next).array());
            }
            final byte[] value = reference.node.properties().get(reference.property);
            if (reference.offset != PATH && value != null && reference.offset < value.length)
            {
                ByteBuffer.wrap(value).putInt(reference.offset, target.cell(PHANDLE).intValue());
            }
        }
    }

    /**
     * Returns the nodes by their phandles.
     *
     * @throws IllegalArgumentException if two nodes have one phandle
     */
    static Map<Long, TreeNode> handles(final TreeNode root)
    {
        final Map<Long, TreeNode> handles = new HashMap<>();
        for (final TreeNode node : root.all())
        {
            final Long handle = node.cell(PHANDLE);
            final TreeNode other = handle == null ? null : handles.put(handle, node);
            if (other != null)
            {
                throw new IllegalArgumentException(
                    node.path() + " and " + other.path() + " both have phandle " + handle);
            }
        }

        return handles;
    }
}
