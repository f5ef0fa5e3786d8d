package org.gale.engine.board;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.MachineLimits;
import org.gale.engine.config.NumberList;
import org.gale.engine.config.Ram;

/** Keys of the machine that the nodes of a device tree describe. Owned by one thread. */
final class BoardWords
{
    private static final String CONFIG = "ns-config";
    private static final String SETLPI = "ns-setlpi";
    private static final String TRANSLATE = "ns-translate";
    private static final int NONE = -1;

    private final TreeParts parts;
    private final Set<String> given;
    private final boolean isFull;
    private final Map<String, String> words = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<TreeRange> taken = new ArrayList<>();

    /**
     * Reads the nodes.
     *
     * @param given  names of keys that replace what the nodes say
     * @param preset word of the key {@code preset} among them, or an empty one
     * @throws IllegalArgumentException with the node and what no machine can be
     */
    BoardWords(final TreeParts parts, final Set<String> given, final String preset)
    {
        this.parts = parts;
        this.given = given;
        this.isFull = preset.isEmpty() ? parts.isFull() : preset.equals("preset=full");
        words.put(MachineKeys.PES.name(), String.valueOf(parts.cpus().size()));
        memory();
        affinity();
        frames();
        new UsedInterrupts(parts).addTo(words, notes, given);
    }

    /** Returns the keys with their values, as a {@code machine} line has them. */
    List<String> words()
    {
        return words.entrySet().stream().map(word -> word.getKey() + '=' + word.getValue()).toList();
    }

    /** Returns the parts in which machine and tree differ, a sentence each. */
    List<String> notes()
    {
        return notes;
    }

    /** Takes the longest range of RAM, after ranges that meet are joined. */
    private void memory()
    {
        final List<TreeRange> joined = new ArrayList<>();
        parts.root().all().stream().filter(node -> node.isThere() && node.text("device_type").equals("memory"))
            .flatMap(node -> TreeRange.of(node).stream()).filter(range -> range.length() != 0)
            .sorted(Comparator.comparingLong(TreeRange::base)).forEach(range -> join(joined, range));
        taken.addAll(joined);
        if (given.contains(MachineKeys.RAM.name()))
        {
            return;
        }
        if (joined.isEmpty())
        {
            notes.add("the tree has no memory: the machine has ram=" + MachineKeys.RAM.defaultValue());
            taken.add(range(MachineKeys.RAM.defaultValue()));

            return;
        }
        final TreeRange longest = joined.stream().max(Comparator.comparingLong(TreeRange::length)).orElseThrow();
        words.put(MachineKeys.RAM.name(), ram(longest).toString());
        joined.stream().filter(range -> !range.equals(longest)).forEach(range -> notes.add(hex(range.base()) + ':' +
            hex(range.length()) + " is left out, for the RAM of a machine is one range: the longest"));
    }

    private static Ram ram(final TreeRange range)
    {
        try
        {
            return new Ram(range.base(), range.length());
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException("memory: " + ex.getMessage(), ex);
        }
    }

    private static void join(final List<TreeRange> joined, final TreeRange range)
    {
        final TreeRange last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
        if (last != null && last.end() >= range.base())
        {
            joined.set(joined.size() - 1,
                new TreeRange(last.base(), Math.max(last.end(), range.end()) - last.base()));
        }
        else
        {
            joined.add(range);
        }
    }

    private static TreeRange range(final Ram ram)
    {
        return new TreeRange(ram.base(), ram.bytes());
    }

    /** Reads which IRS each CPU is attached to, and its IAFFID. */
    private void affinity()
    {
        final Map<TreeNode, Integer> numbers = new HashMap<>();
        parts.cpus().forEach(cpu -> numbers.put(cpu, numbers.size()));
        final int[] iaffids = new int[parts.cpus().size()];
        Arrays.fill(iaffids, NONE);
        words.put(MachineKeys.IRSS.name(), String.valueOf(parts.irss().size()));
        for (int n = 0; n < parts.irss().size(); n++)
        {
            final TreeNode irs = parts.irss().get(n);
            if (!irs.has("cpus") || !irs.has("arm,iaffids"))
            {
                throw new IllegalArgumentException(
                    irs.path() + " needs cpus and arm,iaffids, also where they are empty");
            }
            final List<Long> handles = irs.cells("cpus");
            final List<Long> own = irs.numbers("arm,iaffids", Short.BYTES);
            if (handles.size() != own.size())
            {
                throw new IllegalArgumentException(
                    irs.path() + ": cpus names " + handles.size() + ", and arm,iaffids " + own.size());
            }
            final List<Integer> pes = new ArrayList<>();
            for (int at = 0; at < own.size(); at++)
            {
                final int pe = pe(irs, handles.get(at), numbers);
                if (pe != NONE)
                {
                    pes.add(pe);
                    iaffids[pe] = own.get(at).intValue();
                }
            }
            words.put(TreeParts.numbered(MachineKeys.IRS_PES.name(), n), listed(pes.stream().sorted().toList()));
        }
        for (int pe = 0; pe < iaffids.length; pe++)
        {
            if (iaffids[pe] == NONE)
            {
                throw new IllegalArgumentException(parts.cpus().get(pe).path() + " is in the cpus of no IRS");
            }
        }
        words.put(MachineKeys.IAFFIDS.name(), listed(Arrays.stream(iaffids).boxed().toList()));
    }

    /** Returns the number of a CPU, or {@link #NONE} if the CPU is disabled. */
    private int pe(final TreeNode irs, final long handle, final Map<TreeNode, Integer> numbers)
    {
        final TreeNode cpu = parts.node(irs, "cpus", handle);
        if (!numbers.containsKey(cpu) && cpu.isThere())
        {
            throw new IllegalArgumentException(irs.path() + ": cpus names " + cpu.path() + ", which is no CPU");
        }

        return numbers.getOrDefault(cpu, NONE);
    }

    private void frames()
    {
        final List<Place> places = new ArrayList<>();
        for (int n = 0; n < parts.irss().size(); n++)
        {
            final Map<String, TreeRange> own = frames(parts.irss().get(n), CONFIG, SETLPI);
            places.add(new Place(TreeParts.numbered(MachineKeys.IRS_CONFIG.name(), n), own.get(CONFIG)));
            places.add(new Place(TreeParts.numbered(MachineKeys.IRS_SETLPI.name(), n), own.get(SETLPI)));
        }
        final Map<TreeNode, Integer> itsOf = new HashMap<>();
        for (int n = 0; n < parts.itss().size(); n++)
        {
            final TreeNode frame = frame(parts.itss().get(n));
            itsOf.put(frame, n);
            places.add(new Place(TreeParts.numbered(MachineKeys.ITS_CONFIG.name(), n),
                frames(parts.itss().get(n), CONFIG).get(CONFIG)));
            places.add(new Place(TreeParts.numbered(MachineKeys.ITS_TRANSLATE.name(), n),
                frames(frame, TRANSLATE).get(TRANSLATE)));
        }
        for (int n = 0; n < parts.iwbs().size(); n++)
        {
            final List<TreeRange> own = TreeRange.of(parts.iwbs().get(n));
            if (own.size() != 1)
            {
                throw new IllegalArgumentException(parts.iwbs().get(n).path() + ": reg has " + own.size() +
                    " ranges: an IWB has one frame");
            }
            places.add(new Place(TreeParts.numbered(MachineKeys.IWB_CONFIG.name(), n),
                whole(parts.iwbs().get(n), "reg", own.get(0))));
            parent(n, itsOf);
        }
        if (isFull)
        {
            words.put(MachineKeys.ITSS.name(), String.valueOf(Math.max(1, parts.itss().size())));
            words.put(MachineKeys.IWBS.name(), String.valueOf(Math.max(1, parts.iwbs().size())));
            addMissing(places);
        }
        else
        {
            words.put(MachineKeys.PRESET.name(), "el1");
            notes.add("the tree has no SETLPI frame, no ITS and no IWB: preset=el1, without virtualization " +
                "(preset=full adds them)");
        }
        place(places);
    }

    /** Adds the parts that each machine has, at places that are found later. */
    private void addMissing(final List<Place> places)
    {
        if (parts.itss().isEmpty())
        {
            places.add(new Place(MachineKeys.ITS_CONFIG.name(), null));
            places.add(new Place(MachineKeys.ITS_TRANSLATE.name(), null));
        }
        if (parts.iwbs().isEmpty())
        {
            places.add(new Place(MachineKeys.IWB_CONFIG.name(), null));
        }
    }

    /** Gives each frame its address: that of the tree, or the first free one after the CONFIG frame of IRS 0. */
    private void place(final List<Place> places)
    {
        places.stream().filter(place -> place.range != null).forEach(place -> taken.add(place.range));
        final List<String> added = new ArrayList<>();
        long next = places.get(0).range.end();
        for (final Place place : places)
        {
            TreeRange range = place.range;
            while (range == null && isFull && !given.contains(place.key))
            {
                final TreeRange free = new TreeRange(next, MachineLimits.FRAME_BYTES);
                range = taken.stream().anyMatch(free::overlaps) ? null : free;
                next += MachineLimits.FRAME_BYTES;
            }
            if (range != null)
            {
                words.put(place.key, hex(range.base()));
            }
            if (range != null && place.range == null)
            {
                taken.add(range);
                added.add(place.key + '=' + hex(range.base()));
            }
        }
        if (!added.isEmpty())
        {
            notes.add("each machine has these frames, and the tree has not: " + String.join(", ", added));
        }
    }

    private void parent(final int iwb, final Map<TreeNode, Integer> itsOf)
    {
        final TreeNode node = parts.iwbs().get(iwb);
        final List<Long> cells = node.cells("msi-parent");
        if (cells.size() != 2)
        {
            throw new IllegalArgumentException(node.path() + ": msi-parent has " + cells.size() +
                " cells: it names a TRANSLATE frame and a DeviceID");
        }
        final Integer its = itsOf.get(parts.node(node, "msi-parent", cells.get(0)));
        if (its == null)
        {
            throw new IllegalArgumentException(node.path() + ": msi-parent names " +
                parts.node(node, "msi-parent", cells.get(0)).path() + ", which is no TRANSLATE frame of an ITS");
        }
        words.put(TreeParts.numbered(MachineKeys.IWB_ITS.name(), iwb), its.toString());
        words.put(TreeParts.numbered(MachineKeys.IWB_DEVICE.name(), iwb), cells.get(1).toString());
    }

    /** Returns the only TRANSLATE frame of an ITS (M-TFRAME). */
    private static TreeNode frame(final TreeNode its)
    {
        final List<TreeNode> found = its.children().values().stream()
            .filter(node -> node.isThere() && node.has("msi-controller")).toList();
        if (found.size() != 1)
        {
            throw new IllegalArgumentException(its.path() + " has " + found.size() +
                " TRANSLATE frames: an ITS of a machine has one");
        }

        return found.get(0);
    }

    /** Returns the frames of the Non-secure domain, and notes those of others. */
    private Map<String, TreeRange> frames(final TreeNode node, final String first, final String... others)
    {
        final Map<String, TreeRange> named = TreeRange.named(node);
        if (!named.containsKey(first))
        {
            throw new IllegalArgumentException(node.path() + " has no frame " + first + " (has " +
                String.join(", ", named.keySet()) + "): a machine is the Non-secure domain");
        }
        final List<String> known = new ArrayList<>(List.of(others));
        known.add(first);
        final String left = named.keySet().stream().filter(name -> !known.contains(name))
            .collect(Collectors.joining(", "));
        if (!left.isEmpty())
        {
            notes.add(node.path() + ": " + left + " left out, for a machine is the Non-secure domain");
        }
        taken.addAll(named.entrySet().stream().filter(frame -> !known.contains(frame.getKey()))
            .map(Map.Entry::getValue).toList());
        named.keySet().retainAll(known);
        named.forEach((name, range) -> whole(node, name, range));

        return named;
    }

    private static TreeRange whole(final TreeNode node, final String name, final TreeRange range)
    {
        if (range.length() != MachineLimits.FRAME_BYTES)
        {
            throw new IllegalArgumentException(node.path() + ": " + name + " has a length of " + hex(range.length()) +
                ": a frame has " + hex(MachineLimits.FRAME_BYTES));
        }

        return range;
    }

    private static String listed(final List<Integer> numbers)
    {
        return new NumberList(numbers).toString();
    }

    private static String hex(final long value)
    {
        return "0x" + Long.toHexString(value);
    }

    /** Place of a frame: its key, and its range or null where the tree has none. */
    private record Place(String key, TreeRange range)
    {
    }
}
