package org.gale.engine.board;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.MachineLimits;

/** Nodes of a device tree that are parts of a GICv5 board, in the order of their numbers. Immutable. */
final class TreeParts
{
    private static final String GIC = "arm,gic-v5";

    private final TreeNode root;
    private final Map<Long, TreeNode> handles;
    private final TreeNode gic;
    private final List<TreeNode> cpus;
    private final List<TreeNode> irss;
    private final List<TreeNode> itss;
    private final List<TreeNode> iwbs;

    /**
     * Finds the parts.
     *
     * @throws IllegalArgumentException with what no machine can be
     */
    TreeParts(final TreeNode root)
    {
        this.root = root;
        this.handles = TreeSource.handles(root);
        final List<TreeNode> there = root.all().stream().filter(TreeNode::isThere).toList();
        this.gic = controller(there);
        this.cpus = processors(there);
        this.irss = limited("IRS", children(gic, GIC + "-irs"));
        if (irss.isEmpty())
        {
            throw new IllegalArgumentException(gic.path() + " has no node that is compatible with " + GIC + "-irs");
        }
        this.itss = dealt();
        this.iwbs = limited("IWB", there.stream().filter(node -> node.isCompatible(GIC + "-iwb")).toList());
    }

    TreeNode root()
    {
        return root;
    }

    TreeNode gic()
    {
        return gic;
    }

    List<TreeNode> cpus()
    {
        return cpus;
    }

    List<TreeNode> irss()
    {
        return irss;
    }

    List<TreeNode> itss()
    {
        return itss;
    }

    List<TreeNode> iwbs()
    {
        return iwbs;
    }

    /** Returns whether the machine has more than the physical domain: the tree has SETLPI, an ITS or an IWB. */
    boolean isFull()
    {
        return !itss.isEmpty() || !iwbs.isEmpty() ||
            irss.stream().anyMatch(irs -> irs.texts("reg-names").contains("ns-setlpi"));
    }

    /**
     * Returns the node with a phandle.
     *
     * @param node     whose property has the phandle, for the message
     * @param property that has the phandle, for the message
     */
    TreeNode node(final TreeNode node, final String property, final long handle)
    {
        final TreeNode found = handles.get(handle);
        if (found == null)
        {
            throw new IllegalArgumentException(node.path() + ": " + property + " names phandle " + handle +
                ", which no node has");
        }

        return found;
    }

    /** Returns the node with a phandle, or null. */
    TreeNode find(final long handle)
    {
        return handles.get(handle);
    }

    /** Returns the key of a part: that of part 0 has no number. */
    static String numbered(final String key, final int part)
    {
        return part == 0 ? key : key.replace(".", "." + part + '.');
    }

    private static TreeNode controller(final List<TreeNode> there)
    {
        final List<TreeNode> found = there.stream().filter(node -> node.isCompatible(GIC)).toList();
        if (found.size() > 1)
        {
            throw new IllegalArgumentException(
                found.get(0).path() + " and " + found.get(1).path() + " are both a GICv5: a machine has one");
        }
        if (found.isEmpty())
        {
            final String others = String.join(", ", there.stream().filter(node -> node.has("interrupt-controller"))
                .map(node -> node.text("compatible")).filter(text -> !text.isEmpty()).distinct().limit(4).toList());
            throw new IllegalArgumentException("no node is compatible with " + GIC +
                (others.isEmpty() ? "" : " (controllers here: " + others + ')'));
        }

        return found.get(0);
    }

    private static List<TreeNode> processors(final List<TreeNode> there)
    {
        final List<TreeNode> cpus = there.stream().filter(node -> node.parent() != null &&
            node.parent().path().equals("/cpus") &&
            (node.baseName().equals("cpu") || node.text("device_type").equals("cpu"))).toList();
        if (cpus.isEmpty())
        {
            throw new IllegalArgumentException("no CPU is in /cpus");
        }

        return cpus;
    }

    /**
     * Numbers the ITSs: a machine has ITS n at IRS n modulo the number of IRSs (M-ITSIRS).
     *
     * @throws IllegalArgumentException if an IRS has more or fewer ITSs than in any machine
     */
    private List<TreeNode> dealt()
    {
        final Map<TreeNode, List<TreeNode>> ofIrs = new LinkedHashMap<>();
        irss.forEach(irs -> ofIrs.put(irs, children(irs, GIC + "-its")));
        final int count = ofIrs.values().stream().mapToInt(List::size).sum();
        final List<TreeNode> all = new ArrayList<>();
        for (int n = 0; n < count; n++)
        {
            final TreeNode irs = irss.get(n % irss.size());
            final List<TreeNode> here = ofIrs.get(irs);
            if (here.size() <= n / irss.size())
            {
                throw new IllegalArgumentException(irs.path() + " has " + here.size() + " of " + count +
                    " ITSs: ITS n of a machine is at IRS n modulo " + irss.size());
            }
            all.add(here.get(n / irss.size()));
        }

        return limited("ITS", all);
    }

    private static List<TreeNode> children(final TreeNode node, final String compatible)
    {
        return node.children().values().stream()
            .filter(child -> child.isThere() && child.isCompatible(compatible)).toList();
    }

    private static List<TreeNode> limited(final String kind, final List<TreeNode> nodes)
    {
        if (nodes.size() > MachineLimits.PART_LIMIT)
        {
            throw new IllegalArgumentException("the tree has " + nodes.size() + ' ' + kind +
                "s: a machine has at most " + MachineLimits.PART_LIMIT);
        }

        return nodes;
    }
}
