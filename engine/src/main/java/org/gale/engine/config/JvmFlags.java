package org.gale.engine.config;

import java.util.ArrayList;
import java.util.List;

/** Flags with which a JVM opens packages of the JDK that Gale needs. A jar's manifest has them. */
public final class JvmFlags
{
    private static final String EXPORTS = "--" + "add-exports=java.base/";
    private static final String OPENS = "--" + "add-opens=java.base/";
    private static final String ALL = "=ALL-UNNAMED";
    private static final List<String> EXPORTED = List.of("jdk.internal.misc", "sun.nio.ch", "jdk.internal.ref");
    private static final List<String> OPENED = List.of("java.lang.reflect");

    private JvmFlags()
    {
    }

    /**
     * Checks the flags of this JVM. Called by each entry of a program that embeds Gale.
     *
     * @throws OutcomeException that lists the flags which are missing
     */
    public static void check()
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
    static List<String> missing(final Module jdk, final Module own)
    {
        final List<String> missing = new ArrayList<>();
        EXPORTED.stream().filter(name -> !jdk.isExported(name, own))
            .forEach(name -> missing.add(EXPORTS + name + ALL));
        OPENED.stream().filter(name -> !jdk.isOpen(name, own))
            .forEach(name -> missing.add(OPENS + name + ALL));

        return missing;
    }
}
