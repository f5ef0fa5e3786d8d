package org.gale.engine.board;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.TerminalText;
import org.gale.engine.inspect.DeviceTree;

/**
 * Machine that the source of a device tree describes, by the bindings {@code arm,gic-v5.yaml} and
 * {@code arm,gic-v5-iwb.yaml}. Immutable.
 *
 * @param config of the machine
 * @param notes  parts in which machine and tree differ, a sentence each
 */
public record ReadBoard(MachineConfig config, List<String> notes)
{
    /** Limit of the length of a source in bytes. */
    public static final int LENGTH_LIMIT = 4 << 20;

    /** Limit of a message, for names in a tree may have any length. */
    private static final int MESSAGE_LIMIT = 300;
    private static final String COMPILED = "\u00d0\r\u00fe\u00ed";

    public ReadBoard
    {
        notes = List.copyOf(notes);
    }

    /**
     * Reads a source.
     *
     * @param text   at most {@link #LENGTH_LIMIT} long, a character for each byte
     * @param others words of a {@code machine} line, which replace what the tree says
     * @throws IllegalArgumentException with the line or the node, and what no machine can be
     */
    public static ReadBoard of(final String text, final List<String> others)
    {
        try
        {
            return read(text, others);
        }
        catch (final IllegalArgumentException ex)
        {
            final String message = TerminalText.line(ex.getMessage());
            throw new IllegalArgumentException(
                message.length() <= MESSAGE_LIMIT ? message : message.substring(0, MESSAGE_LIMIT) + "...", ex);
        }
    }

    private static ReadBoard read(final String text, final List<String> others)
    {
        if (text.startsWith(COMPILED))
        {
            throw new IllegalArgumentException("a compiled tree (write: dtc -I dtb -O dts FILE)");
        }
        final TreeNode root = TreeSource.read(text);
        final TreeParts parts = new TreeParts(root);
        final Map<String, String> given = new LinkedHashMap<>();
        for (final String word : root.texts(DeviceTree.KEYS))
        {
            if (DeviceTree.isHeld(key(word), parts.isFull()))
            {
                throw new IllegalArgumentException(DeviceTree.KEYS + " has " + TreeScanner.shortened(word) +
                    ", which nodes say (leave it out)");
            }
            given.put(key(word), word);
        }
        MachineConfig.checkWords(others);
        others.forEach(word -> given.put(key(word), word));
        final BoardWords words = new BoardWords(parts, given.keySet(), given.getOrDefault("preset", ""));
        final List<String> all = new ArrayList<>(words.words());
        all.removeIf(word -> given.containsKey(key(word)));
        all.addAll(given.values());

        return new ReadBoard(MachineConfig.parse(all), words.notes());
    }

    private static String key(final String word)
    {
        return word.split("=", -1)[0];
    }
}
