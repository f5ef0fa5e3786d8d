package org.gale.engine.explore;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.json.JsonText;

/**
 * Server of one journal on 127.0.0.1. The threads of HTTP check a request and queue it; one thread answers.
 *
 * <p><b>Threads.</b> Any thread of HTTP calls {@link #handle}, the owner of the machine {@link #serve}, and any thread
 * {@link #end}. <b>Guarantees.</b> At most {@link #QUEUE_LIMIT} questions wait, and no file of the host is served.
 */
public final class ExploreServer implements AutoCloseable
{
    /** Limit of the questions that wait for an answer. */
    public static final int QUEUE_LIMIT = 64;

    private static final int THREADS = 8;
    private static final int TOKEN_BYTES = 32;
    private static final int TAB_LIMIT = 256;
    private static final int TAB_LENGTH_LIMIT = 32;
    private static final long WAIT_MS = 100;
    private static final String API = "/api/";
    private static final String GET = "GET";
    private static final byte[] SUPERSEDED = JsonText.line(json -> json.writeBooleanField("superseded", true))
        .getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final ExecutorService threads = ThreadHost.tasks(THREADS, "gale-http-");
    private final BlockingQueue<Job> queue = new ArrayBlockingQueue<>(QUEUE_LIMIT);
    /** Number of the last question of each page. */
    private final Map<String, Long> newest = new ConcurrentHashMap<>();
    private final String token;
    private volatile long lastNs = HostClock.nanoTime();
    private volatile boolean isEnded;

    /** Question that waits. */
    private record Job(HttpExchange exchange, PageQuestion asked)
    {
    }

    private ExploreServer(final HttpServer server)
    {
        this.server = server;
        final byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /** Answers of the owner of a machine. */
    public interface Answers
    {
        /**
         * Answers a question.
         *
         * @param check throws if nobody waits for the answer any more
         * @return the answer, or null if there is no such question
         * @throws IllegalArgumentException with a sentence for the user
         * @throws IOException if the journal cannot be read there
         */
        JsonText.Fields answer(PageQuestion asked, Runnable check) throws IOException;

        /** Does a bounded amount of other work; returns false if there is none left. */
        boolean work() throws IOException;
    }

    /**
     * Opens the server.
     *
     * @param port 0 for any that is free
     * @throws IOException if the port is taken
     */
    public static ExploreServer open(final int port) throws IOException
    {
        System.setProperty("sun.net.httpserver.maxReqTime", "10");              // a client that sends half a request
        System.setProperty("sun.net.httpserver.maxRspTime", "3600");            // a search may be long
        final ExploreServer made = new ExploreServer(HttpServer.create(new InetSocketAddress(
            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0));
        made.server.start();

        return made;
    }

    /** Returns the address of the page, with the token. */
    public String url()
    {
        return "http://" + host() + '/' + token;
    }

    /**
     * Answers questions until {@link #end} is called.
     *
     * @param idleNs ends, too, after that time without a request
     */
    public void serve(final Answers answers, final long idleNs) throws IOException, InterruptedException
    {
        boolean hasWork = true;
        while (!isEnded && HostClock.nanoTime() - lastNs < idleNs)
        {
            final Job job = hasWork ? queue.poll() : queue.poll(WAIT_MS, TimeUnit.MILLISECONDS);
            if (job != null)
            {
                answer(job, answers);
                hasWork = true;                                                 // an answer may have begun some
            }
            else if (hasWork)
            {
                hasWork = answers.work();
            }
        }
    }

    /** Ends {@link #serve}. From any thread. */
    public void end()
    {
        isEnded = true;
    }

    @Override
    public void close()
    {
        server.stop(0);
        threads.shutdownNow();
    }

    private String host()
    {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(final HttpExchange exchange) throws IOException
    {
        lastNs = HostClock.nanoTime();
        final Headers asked = exchange.getRequestHeaders();
        final String path = exchange.getRequestURI().getPath();
        final String origin = asked.getFirst("Origin");
        if (!host().equals(asked.getFirst("Host")) || (origin != null && !origin.equals("http://" + host())))
        {
            refuse(exchange, 403, "another host or page");
        }
        else if (!GET.equals(exchange.getRequestMethod()))
        {
            refuse(exchange, 405, "GET alone");
        }
        else if (path != null && isToken(path.substring(1)))
        {
            exchange.getResponseHeaders().set("Set-Cookie",
                cookie() + '=' + token + "; HttpOnly; SameSite=Strict; Path=/");
            exchange.getResponseHeaders().set("Location", "/");
            send(exchange, 303, "text/plain", new byte[0]);
        }
        else if (!isKnown(asked.get("Cookie")))
        {
            refuse(exchange, 403, "open the address that gale explore printed");
        }
        else if ("/".equals(path))
        {
            exchange.getResponseHeaders().set("Content-Security-Policy", ExplorePage.POLICY);
            send(exchange, 200, "text/html; charset=utf-8", ExplorePage.DOCUMENT);
        }
        else if (path != null && path.startsWith(API))
        {
            queue(exchange, path);
        }
        else
        {
            refuse(exchange, 404, "there is no such page");
        }
    }

    private void queue(final HttpExchange exchange, final String path) throws IOException
    {
        final Job job;
        try
        {
            job = new Job(exchange,
                PageQuestion.parse(path.substring(API.length()), exchange.getRequestURI().getRawQuery()));
        }
        catch (final IllegalArgumentException ex)
        {
            refuse(exchange, 400, ex.getMessage());
            return;
        }
        note(job.asked());
        if (!queue.offer(job))
        {
            refuse(exchange, 503, "more than " + QUEUE_LIMIT + " questions wait");
        }
    }

    /** Notes the newest question of a page. */
    private void note(final PageQuestion asked)
    {
        final String tab = asked.text("tab");
        if (tab.length() <= TAB_LENGTH_LIMIT && asked.text("n").matches("[0-9]{1,15}"))
        {
            if (newest.size() >= TAB_LIMIT)
            {
                newest.clear();
            }
            newest.merge(tab, asked.number("n"), Math::max);
        }
    }

    private boolean isOld(final PageQuestion asked)
    {
        return asked.text("n").matches("[0-9]{1,15}") &&
            newest.getOrDefault(asked.text("tab"), 0L) > asked.number("n");
    }

    private void answer(final Job job, final Answers answers) throws IOException
    {
        int status = 200;
        byte[] bytes;
        try
        {
            check(job.asked());
            final JsonText.Fields fields = answers.answer(job.asked(), () -> check(job.asked()));
            status = fields == null ? 404 : 200;
            bytes = fields == null ? error("there is no such question") :
                JsonText.line(fields).getBytes(StandardCharsets.UTF_8);
        }
        catch (final Superseded ex)
        {
            bytes = SUPERSEDED;                             // no error: browsers would write it to their console
        }
        catch (final IllegalArgumentException ex)
        {
            status = 400;
            bytes = error(ex.getMessage());
        }
        catch (final IOException ex)
        {
            status = 422;
            bytes = error(FileFailure.text(ex));
        }
        try
        {
            send(job.exchange(), status, "application/json", bytes);
        }
        catch (final IOException ex)
        {
            job.exchange().close();                                             // the browser has gone
        }
    }

    private void check(final PageQuestion asked)
    {
        if (isEnded || isOld(asked))
        {
            throw new Superseded();
        }
    }

    private boolean isToken(final String given)
    {
        return MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private String cookie()
    {
        return "gale-" + server.getAddress().getPort();
    }

    private boolean isKnown(final Iterable<String> cookies)
    {
        boolean isKnown = false;
        if (cookies != null)
        {
            for (final String line : cookies)
            {
                for (final String one : line.split(";", -1))
                {
                    final String pair = one.strip();
                    isKnown |= pair.startsWith(cookie() + '=') && isToken(pair.substring(cookie().length() + 1));
                }
            }
        }

        return isKnown;
    }

    private static void refuse(final HttpExchange exchange, final int status, final String reason) throws IOException
    {
        send(exchange, status, "application/json", error(reason));
    }

    private static byte[] error(final String reason)
    {
        return JsonText.line(json -> json.writeStringField("error", String.valueOf(reason)))
            .getBytes(StandardCharsets.UTF_8);
    }

    private static void send(
        final HttpExchange exchange, final int status, final String type, final byte[] bytes) throws IOException
    {
        final Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Cache-Control", "no-store");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length != 0)
        {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
