package org.gale.tests.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of a host that refuses memory: the process may have 16 GiB of addresses, and a machine needs more RAM than
 * that.
 */
class HostMemoryTest
{
    private static final int ADDRESS_LIMIT_KIB = 16 << 20;
    private static final String TOO_LARGE = "machine ram=0x40000000:0x1000000000";

    @Test
    void shouldRefuseTheMachineAndContinue() throws IOException, InterruptedException
    {
        final List<String> replies = session(TOO_LARGE, "machine ram=0x40000000:0x1000", "readl 0x40000ffc");

        assertEquals(3, replies.size(), replies::toString);
        assertTrue(replies.get(0).startsWith("FAIL machine: the host has no memory for it"), replies::toString);
        assertEquals(List.of("OK", "OK 0x0000000000000000"), replies.subList(1, 3));
    }

    /** RAM that fits the addresses but not the memory of the host is accepted, as long as it is not written. */
    @Test
    void shouldTakeSparseRamBeyondWhatIsUsed() throws IOException, InterruptedException
    {
        final List<String> replies = session(
            "machine ram=0x40000000:0x200000000", "writeq 0x23ffffff8 7", "readq 0x23ffffff8", "readq 0x100000000");

        assertEquals(List.of("OK", "OK", "OK 0x0000000000000007", "OK 0x0000000000000000"), replies);
    }

    /** Returns the replies of a session of the line protocol to lines. */
    private static List<String> session(final String... lines) throws IOException, InterruptedException
    {
        final List<String> java = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED", "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), "org.gale.engine.cli.GaleCommand", "script"));
        java.addAll(0, List.of("bash", "-c", "ulimit -v " + ADDRESS_LIMIT_KIB + " && exec \"$@\"", "bash"));
        final Process process = new ProcessBuilder(java).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try
        {
            process.getOutputStream().write(String.join("\n", lines).concat("\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().close();
            final List<String> replies =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
            assertTrue(process.waitFor(300, TimeUnit.SECONDS), "the session does not end");
            assertEquals(0, process.exitValue(), replies::toString);

            return replies;
        }
        finally
        {
            process.destroyForcibly();
        }
    }
}
