package dev.costgraph.durability;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a driver and Neo4j and loses connections, at the commit of a transaction that
 * writes or all at once. It reads no more of Bolt than where a message ends and which it is.
 */
final class BoltProxy implements AutoCloseable {

  /** What of a commit gets through before both ends lose the connection. */
  enum Cut {
    /** Nothing: it never happens. */
    BEFORE,
    /** Half of the request: it never happens. */
    DURING,
    /** The request, and the connection is lost at once: it may happen a little later. */
    UNDER_WAY,
    /** The request; the reply comes to the proxy and no further: it has happened. */
    AFTER
  }

  private static final int HANDSHAKE_BYTES = 20;

  /** The server's answer to a handshake that goes on with a choice of the client. */
  private static final byte[] MANIFEST = {0, 0, 1, (byte) 0xFF};

  private static final byte BEGIN = 0x11;
  private static final byte COMMIT = 0x12;

  /** In a BEGIN: the entry {@code mode: "r"}. */
  private static final String READS =
      new String(
          new byte[] {(byte) 0x84, 'm', 'o', 'd', 'e', (byte) 0x81, 'r'},
          StandardCharsets.ISO_8859_1);

  private final ServerSocket server;
  private final URI target;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Cut> next = new AtomicReference<>();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile boolean silent;

  private BoltProxy(ServerSocket server, URI target) {
    this.server = server;
    this.target = target;
  }

  static BoltProxy start(URI target) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    BoltProxy proxy = new BoltProxy(server, target);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  String uri() {
    return "bolt://127.0.0.1:" + server.getLocalPort();
  }

  /** Cuts the next commit so. */
  void cutNext(Cut cut) {
    next.set(cut);
  }

  /** {@return how many commits were cut} */
  int cuts() {
    return cuts.get();
  }

  /** From now on nothing gets through and nobody is told, as when the database's host sleeps. */
  void silence() {
    silent = true;
  }

  /** What was held back gets through, and all that follows. */
  void mend() {
    silent = false;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Link link = new Link(client, new Socket(target.getHost(), target.getPort()));
        links.add(link);
        Thread.ofVirtual().start(() -> link.run(link::requests));
        Thread.ofVirtual().start(() -> link.run(link::replies));
      } catch (IOException e) {
        // closed, or the database is away: the client sees its connection end
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    links.forEach(Link::close);
  }

  /** One connection of a driver. */
  private final class Link {

    private final Socket client;
    private final Socket database;
    private final DataInputStream requests;
    private final InputStream replies;
    private volatile boolean manifest;
    private volatile boolean dropsReply;

    Link(Socket client, Socket database) throws IOException {
      client.setTcpNoDelay(true);
      database.setTcpNoDelay(true);
      this.client = client;
      this.database = database;
      this.requests = new DataInputStream(client.getInputStream());
      this.replies = database.getInputStream();
    }

    private interface Pump {
      void run() throws IOException;
    }

    void run(Pump pump) {
      try {
        pump.run();
      } catch (IOException e) {
        // one end has gone, and so does the other
      } finally {
        close();
      }
    }

    void requests() throws IOException {
      send(requests.readNBytes(HANDSHAKE_BYTES));
      byte[] first = requests.readNBytes(4);
      if (manifest) {
        send(first);
        send(varint());
        first = new byte[0];
      }
      boolean reads = false;
      while (true) {
        byte[] message = message(first);
        first = new byte[0];
        byte type = message.length > 3 ? message[3] : 0;
        if (type == BEGIN) {
          reads = new String(message, StandardCharsets.ISO_8859_1).contains(READS);
        }
        Cut cut = type == COMMIT && !reads ? next.getAndSet(null) : null;
        if (cut == null) {
          send(message);
        } else {
          cuts.incrementAndGet();
          cut(cut, message);
          return;
        }
      }
    }

    private void cut(Cut cut, byte[] commit) throws IOException {
      switch (cut) {
        case BEFORE -> {}
        case DURING -> send(Arrays.copyOf(commit, commit.length / 2));
        case UNDER_WAY -> send(commit);
        case AFTER -> {
          dropsReply = true;
          send(commit);
          requests.read(); // until the other pump has dropped the reply and closed
        }
      }
    }

    private byte[] varint() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      int next;
      do {
        next = requests.readUnsignedByte();
        bytes.write(next);
      } while (next > 127);
      return bytes.toByteArray();
    }

    /** {@return a message with the sizes of its chunks and its end, or an empty one} */
    private byte[] message(byte[] begun) throws IOException {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      DataInputStream in =
          new DataInputStream(new SequenceInputStream(new ByteArrayInputStream(begun), requests));
      while (true) {
        int size = in.readUnsignedShort();
        message.write(size >> 8);
        message.write(size);
        if (size == 0) {
          return message.toByteArray();
        }
        byte[] chunk = in.readNBytes(size);
        if (chunk.length < size) {
          throw new EOFException();
        }
        message.write(chunk);
      }
    }

    private void send(byte[] bytes) throws IOException {
      write(database, bytes, bytes.length);
    }

    /** The driver's handshake fails when the server's answer comes in pieces: it is kept whole. */
    void replies() throws IOException {
      byte[] buffer = new byte[65_536];
      int read = replies.read(buffer);
      manifest = read > 4 && Arrays.equals(buffer, 0, 4, MANIFEST, 0, 4);
      while (read >= 0 && !dropsReply) {
        write(client, buffer, read);
        read = replies.read(buffer);
      }
    }

    private void write(Socket to, byte[] bytes, int length) throws IOException {
      while (silent) {
        LockSupport.parkNanos(5_000_000);
      }
      OutputStream out = to.getOutputStream();
      out.write(bytes, 0, length);
      out.flush();
    }

    void close() {
      links.remove(this);
      try {
        client.close();
        database.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
