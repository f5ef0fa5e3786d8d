package org.gale.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Flags with which a JVM opens packages of the JDK that Gale needs. A jar's manifest has them. Immutable. */
public final class JvmFlags
{
    /** Flags of the machine, whose tables need the memory of Agrona. */
    public static final JvmFlags MACHINE = new JvmFlags(List.of("jdk.internal.misc"), List.of());

    private static final String EXPORTS = "--" + "add-exports=java.base/";
    private static final String OPENS = "--" + "add-opens=java.base/";
    private static final String ALL = "=ALL-UNNAMED";

    private final List<String> exported;
    private final List<String> opened;

    private JvmFlags(final List<String> exported, final List<String> opened)
    {
        this.exported = exported;
        this.opened = opened;
    }

    /**
     * Returns these flags and others.
     *
     * @param exports packages that the JDK has to export to Gale
     * @param opens   packages that the JDK has to open to Gale
     */
    public JvmFlags and(final List<String> exports, final List<String> opens)
    {
        return new JvmFlags(Stream.concat(exported.stream(), exports.stream()).toList(),
            Stream.concat(opened.stream(), opens.stream()).toList());
    }

    /**
     * Checks that this JVM has the flags. Called by each entry of a program that embeds Gale.
     *
     * @throws OutcomeException that lists the flags which are missing
     */
    public void check()
    {
        final List<String> missing = missing(Object.class.getModule(), JvmFlags.class.getModule());
        if (!missing.isEmpty())
        {
            throw new OutcomeException(Outcome.RESOURCES, "the JVM lacks flags that Gale needs: " +
                String.join(" ", missing) + " (engine/docs/embedding.md, 'Flags of the JVM')");
        }
    }

    /**
     * Returns the flags that are missing.
     *
     * @param jdk module that holds the packages
     * @param own module of Gale
     */
    List<String> missing(final Module jdk, final Module own)
    {
        final List<String> missing = new ArrayList<>();
        exported.stream().filter(name -> !jdk.isExported(name, own))
            .forEach(name -> missing.add(EXPORTS + name + ALL));
        opened.stream().filter(name -> !jdk.isOpen(name, own))
            .forEach(name -> missing.add(OPENS + name + ALL));

        return missing;
    }
}
