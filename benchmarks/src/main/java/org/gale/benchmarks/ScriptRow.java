package org.gale.benchmarks;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Rate of {@code gale script} in millions of commands a second, sent without waiting for replies. They go to its
 * standard input, the start of its JVM included, or to its socket, over several connections one after another.
 */
record ScriptRow(String name, String what, Target target, boolean isSocket) implements Row
{
    private static final int CONNECTIONS = 4;
    private static final long START_LIMIT_NS = TimeUnit.SECONDS.toNanos(30);

    @Override
    public String command(final Effort effort)
    {
        return "engine/bin/gale script" + (isSocket ? " --socket PATH, " + CONNECTIONS + " connections" : "") +
            ", " + ScriptClient.COMMANDS + " commands each";
    }

    @Override
    public BenchmarkMeasurement measure(final Effort effort) throws MeasurementException
    {
        final List<Double> values = new ArrayList<>();
        final List<String> details = new ArrayList<>();
        try
        {
            for (int round = 0; round < effort.rounds(); round++)
            {
                final List<Double> rates = isSocket ? socket() : List.of(stdin());
                values.add(rates.size() / rates.stream().mapToDouble(rate -> 1 / rate).sum());
                final StringBuilder line = new StringBuilder();
                for (final double rate : rates)
                {
                    line.append(String.format(Locale.ROOT, "%s%.2f M/s", line.isEmpty() ? "" : ", ", rate));
                }
                details.add("round " + (round + 1) + ": " + line);
            }
        }
        catch (final IOException ex)
        {
            throw new MeasurementException(name + ": " + ex.getMessage(), ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new MeasurementException("interrupted", ex);
        }

        return new BenchmarkMeasurement(values, details);
    }

    private static double stdin() throws IOException, InterruptedException
    {
        final long start = System.nanoTime();
        final Process gale = gale();
        try
        {
            new ScriptClient(Channels.newChannel(gale.getInputStream()), Channels.newChannel(gale.getOutputStream()),
                gale.getOutputStream()).talk();

            return ScriptClient.rate(System.nanoTime() - start);
        }
        finally
        {
            end(gale);
        }
    }

    private static List<Double> socket() throws IOException, InterruptedException
    {
        final Path directory = Files.createTempDirectory("gale-bench-");
        final Path path = directory.resolve("socket");
        final Process gale = gale("--socket", path.toString());
        try
        {
            final List<Double> rates = new ArrayList<>();
            for (int connection = 0; connection < CONNECTIONS; connection++)
            {
                try (SocketChannel channel = connect(path, gale))
                {
                    final long start = System.nanoTime();
                    new ScriptClient(channel, channel, () -> { }).talk();
                    rates.add(ScriptClient.rate(System.nanoTime() - start));
                }
            }

            return rates;
        }
        finally
        {
            end(gale);
            Files.deleteIfExists(path);
            Files.delete(directory);
        }
    }

    /** Connects as soon as the server listens. The socket's file exists a moment earlier. */
    private static SocketChannel connect(final Path path, final Process gale) throws IOException
    {
        final UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        final long start = System.nanoTime();
        while (gale.isAlive() && System.nanoTime() - start < START_LIMIT_NS)
        {
            final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try
            {
                channel.connect(address);
                return channel;
            }
            catch (final SocketException ex)
            {
                channel.close();
                Thread.onSpinWait();
            }
        }

        throw new IOException("gale script does not listen");
    }

    private static Process gale(final String... words) throws IOException
    {
        final List<String> command = new ArrayList<>(List.of(BenchmarkSettings.galeOfThisBuild(), "script"));
        command.addAll(List.of(words));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));

        return builder.start();
    }

    private static void end(final Process gale) throws InterruptedException
    {
        gale.destroy();
        gale.waitFor();
    }
}
