package org.gale.engine.board;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.MachineLimits;

/**
 * Interrupts that devices of a tree use: the only trace in a tree of how many SPIs and wires a board has. Owned by one
 * thread.
 */
final class UsedInterrupts
{
    private static final int SPI = 3;
    private static final int GIC_CELLS = 3;
    private static final int IWB_CELLS = 2;
    private static final int WORD = Integer.SIZE;

    private final TreeParts parts;
    /** Numbers of SPIs and of wires that are needed, by the controller. */
    private final Map<TreeNode, Long> needed = new HashMap<>();

    UsedInterrupts(final TreeParts parts)
    {
        this.parts = parts;
        for (final TreeNode node : parts.root().all())
        {
            if (node.isThere())
            {
                own(node);
                extended(node);
            }
        }
    }

    /** Adds the numbers of SPIs and wires that exceed those of a machine without keys, unless they are given. */
    void addTo(final Map<String, String> words, final List<String> notes, final Set<String> given)
    {
        if (given.stream().noneMatch(key -> key.endsWith("spis") || key.equals(MachineKeys.SPI_BASE.name())))
        {
            add(MachineKeys.SPIS.name(), parts.gic(), MachineKeys.SPIS.defaultValue(), words, notes);
        }
        for (int n = 0; n < parts.iwbs().size(); n++)
        {
            final String key = TreeParts.numbered(MachineKeys.IWB_WIRES.name(), n);
            if (!given.contains(key))
            {
                add(key, parts.iwbs().get(n), MachineLimits.IWB_WIRES, words, notes);
            }
        }
    }

    private void add(final String key, final TreeNode controller, final int usual, final Map<String, String> words,
        final List<String> notes)
    {
        final long count = needed.getOrDefault(controller, 0L);
        if (count > usual)
        {
            final long whole = (count + WORD - 1) / WORD * WORD;
            words.put(key, String.valueOf(whole));
            notes.add("no property says how many: " + key + '=' + whole + ", for a device uses number " + (count - 1));
        }
    }

    private void own(final TreeNode node)
    {
        final TreeNode controller = node.has("interrupts") ? controller(node) : null;
        final int each = controller == null ? 0 : each(controller);
        final List<Long> cells = each == 0 ? List.of() : node.cells("interrupts");
        for (int at = 0; at + each <= cells.size() && each > 0; at += each)
        {
            use(controller, cells.subList(at, at + each));
        }
    }

    private void extended(final TreeNode node)
    {
        final List<Long> cells = node.has("interrupts-extended") ? node.cells("interrupts-extended") : List.of();
        int at = 0;
        while (at < cells.size())
        {
            final TreeNode controller = parts.find(cells.get(at));
            final Long each = controller == null ? null : controller.cell("#interrupt-cells");
            final int end = each == null ? cells.size() : (int)Math.min(cells.size(), at + 1 + each);
            if (each != null && end - at - 1 == each)
            {
                use(controller, cells.subList(at + 1, end));
            }
            at = end;
        }
    }

    private void use(final TreeNode controller, final List<Long> cells)
    {
        if (controller == parts.gic() && cells.size() == GIC_CELLS && cells.get(0) == SPI)
        {
            needed.merge(controller, cells.get(1) + 1, Math::max);
        }
        else if (parts.iwbs().contains(controller) && cells.size() == IWB_CELLS)
        {
            needed.merge(controller, cells.get(0) + 1, Math::max);
        }
    }

    private int each(final TreeNode controller)
    {
        return controller == parts.gic() ? GIC_CELLS : parts.iwbs().contains(controller) ? IWB_CELLS : 0;
    }

    /** Returns the controller of a node: that of the nearest {@code interrupt-parent} above, or null. */
    private TreeNode controller(final TreeNode node)
    {
        TreeNode at = node;
        while (at != null && !at.has("interrupt-parent"))
        {
            at = at.parent();
        }
        final Long handle = at == null ? null : at.cell("interrupt-parent");

        return handle == null ? null : parts.find(handle);
    }
}
