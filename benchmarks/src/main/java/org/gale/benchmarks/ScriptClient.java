package org.gale.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Client that sends a script of lives of a private peripheral interrupt as fast as it is read. Counts the replies, each
 * of which must be OK. The script ends with {@code quit}.
 */
final class ScriptClient
{
    /** Number of commands of a script. */
    static final int COMMANDS = 1_000_000;

    private static final String SETUP = """
        sysw 0 el1 ICC_PCR_EL1 0x1f
        sysw 0 el1 ICC_CR0_EL1 0x1
        sysw 0 el1 ICC_PPI_ENABLER0_EL1 0x100000
        signal 0
        hppi 0
        ppihppi 0
        sysr 0 el1 ICC_HPPIR_EL1
        clock_step 1
        sysr 0 el1 ICC_PCR_EL1
        """;
    private static final String LIFE = """
        ppi 0 20 1
        signal 0
        ppihppi 0
        insn 0 el1 CDIA
        ppi 0 20 0
        sysr 0 el1 ICC_APR_EL1
        insn 0 el1 CDEOI
        insn 0 el1 CDDI 0x20000014
        sysr 0 el1 ICC_PPI_SACTIVER0_EL1
        hppi 0
        """;
    private static final byte[] SCRIPT = script();
    private static final int BUFFER_BYTES = 64 * 1024;

    private final ReadableByteChannel replies;
    private final WritableByteChannel commands;
    private final Closeable sent;
    private IOException failure;

    /**
     * Makes a client of two channels.
     *
     * @param sent closed when all is sent, for channels that buffer commands
     */
    ScriptClient(final ReadableByteChannel replies, final WritableByteChannel commands, final Closeable sent)
    {
        this.replies = replies;
        this.commands = commands;
        this.sent = sent;
    }

    /** Returns the rate of a script of a length, in millions of commands a second. */
    static double rate(final long ns)
    {
        return COMMANDS * 1e3 / ns;
    }

    /** Sends the script and reads the replies to the last. */
    void talk() throws IOException, InterruptedException
    {
        final Thread sender = new Thread(this::send, "script-sender");
        sender.start();
        final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        int count = 0;
        boolean isStart = true;
        while (count < COMMANDS && replies.read(buffer) >= 0)
        {
            buffer.flip();
            while (buffer.hasRemaining())
            {
                final byte character = buffer.get();
                if (isStart && character != 'O')
                {
                    throw new IOException("reply " + (count + 1) + " is not OK");
                }
                isStart = character == '\n';
                count += isStart ? 1 : 0;
            }
            buffer.clear();
        }
        sender.join();
        if (failure != null || count != COMMANDS)
        {
            throw new IOException(count + " replies to " + COMMANDS + " commands", failure);
        }
    }

    private void send()
    {
        try
        {
            final ByteBuffer script = ByteBuffer.wrap(SCRIPT);
            while (script.hasRemaining())
            {
                commands.write(script);
            }
            sent.close();
        }
        catch (final IOException ex)
        {
            failure = ex;
        }
    }

    private static byte[] script()
    {
        final String last = "quit\n";
        final int lives = (COMMANDS - SETUP.split("\n").length - 1) / LIFE.split("\n").length;

        return (SETUP + LIFE.repeat(lives) + last).getBytes(StandardCharsets.US_ASCII);
    }
}
