package org.gale.benchmarks;

import java.util.List;

/** Flags for the JVM of a fork, which manifests do not reach. */
final class Flags
{
    static final String EXPORTS_MISC = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";
    static final String EXPORTS_CHANNELS = "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED";
    static final String EXPORTS_REFERENCES = "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED";
    static final String OPENS_REFLECTION = "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED";
    static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
    /** Flag for JDK 17, which does not know the following one. */
    static final String IGNORE_UNKNOWN = "-XX:+IgnoreUnrecognizedVMOptions";
    static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";
    /** Collector of the launcher: one collector thread leaves the cores to the workers. */
    static final String COLLECTOR = "-XX:+UseSerialGC";
    /** Uncompressed references: the heap is small, and decoding costs more than their length. */
    static final String REFERENCES = "-XX:-UseCompressedOops";
    /** Inlining of the launcher: methods above 120 bytes are called, not copied. */
    static final String INLINING = "-XX:FreqInlineSize=120";
    /** Inlining of compiled methods: those above 1,200 bytes are called, not copied. */
    static final String COMPILED_INLINING = "-XX:InlineSmallCode=1200";

    /** All flags, for a JVM that is started by hand. */
    static final List<String> ALL = List.of(
        EXPORTS_MISC, EXPORTS_CHANNELS, EXPORTS_REFERENCES, OPENS_REFLECTION, NATIVE, IGNORE_UNKNOWN, UNSAFE,
        COLLECTOR, REFERENCES, INLINING, COMPILED_INLINING);

    private Flags()
    {
    }
}
