package org.gale.benchmarks;

import java.util.List;

/** What the JVM of a fork needs: manifests do not reach it. */
final class Flags
{
    static final String EXPORTS_MISC = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";
    static final String EXPORTS_CHANNELS = "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED";
    static final String EXPORTS_REFERENCES = "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED";
    static final String OPENS_REFLECTION = "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED";
    static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
    /** JDK 17 does not know the flag that follows. */
    static final String IGNORE_UNKNOWN = "-XX:+IgnoreUnrecognizedVMOptions";
    static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";
    /** As the launcher has it: one collector thread leaves the cores to those who work. */
    static final String COLLECTOR = "-XX:+UseSerialGC";
    /** The heap is small: references that need no decoding are worth more than short ones. */
    static final String REFERENCES = "-XX:-UseCompressedOops";

    /** All of them, for a JVM that is started by hand. */
    static final List<String> ALL = List.of(
        EXPORTS_MISC, EXPORTS_CHANNELS, EXPORTS_REFERENCES, OPENS_REFLECTION, NATIVE, IGNORE_UNKNOWN, UNSAFE,
        COLLECTOR, REFERENCES);

    private Flags()
    {
    }
}
