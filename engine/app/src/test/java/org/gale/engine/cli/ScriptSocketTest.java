package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.TargetFactory;
import org.gale.engine.support.ProcessSignal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Tests of {@code gale script --socket} in this process, with a client that comes as soon as it listens. */
@Isolated("raises signals of the process")
class ScriptSocketTest
{
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private SocketChannel client;

    @AfterEach
    void closeClient() throws IOException
    {
        client.close();
    }

    @Test
    void shouldEndAtTheFirstFailureIfAsked() throws IOException
    {
        final Client err = new Client("nonsense\n");

        assertEquals(ExitCode.CHECK_FAILED, serve(MachineTarget::create, err, "-C", "fail=exit"), err.toString());

        assertEquals("gale script: listening on " + socket() + System.lineSeparator(), err.toString());
        final ByteBuffer reply = ByteBuffer.allocate(4);
        assertEquals(4, client.read(reply));
        assertEquals("FAIL", new String(reply.array(), StandardCharsets.US_ASCII));
        assertFalse(Files.exists(socket()));
    }

    @Test
    void shouldEndInGoodOrderAtASignal()
    {
        final Client err = new Client("hppi 0\n");

        assertEquals(ExitCode.INTERRUPTED, serve(keyValues ->
        {
            ProcessSignal.terminate();

            return MachineTarget.create(keyValues);
        }, err), err.toString());

        assertFalse(Files.exists(socket()));
    }

    private int serve(final TargetFactory factory, final Client err, final String... more)
    {
        final List<String> words = new ArrayList<>(List.of("script", "--socket", socket().toString()));
        words.addAll(List.of(more));

        return GaleRun.with(new CommandLine(new ScriptCommand(factory)), out, err,
            words.toArray(new String[0]));
    }

    private Path socket()
    {
        return directory.resolve("socket");
    }

    /** Writer for stderr that connects a client when the command says its first line. */
    private final class Client extends StringWriter
    {
        private final String line;

        private Client(final String line)
        {
            this.line = line;
        }

        @Override
        public void flush()
        {
            if (client == null)
            {
                try
                {
                    client = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
                    client.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
                }
                catch (final IOException ex)
                {
                    throw new UncheckedIOException(ex);
                }
            }
        }
    }
}
