package dev.costgraph.page;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a browser and the service, and loses all connections when it is told to. */
final class CutProxy implements AutoCloseable {

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  private CutProxy(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /**
   * Starts one.
   *
   * @param target the service's port on this machine
   */
  static CutProxy start(int target) throws IOException {
    CutProxy proxy =
        new CutProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Ends every connection, and those that come until {@link #mend}. */
  void cut() {
    cut = true;
    sockets.forEach(CutProxy::end);
    sockets.clear();
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket browser = server.accept();
        if (cut) {
          end(browser);
        } else {
          Socket service = new Socket(InetAddress.getLoopbackAddress(), target);
          sockets.add(browser);
          sockets.add(service);
          Thread.ofVirtual().start(() -> pump(browser, service));
          Thread.ofVirtual().start(() -> pump(service, browser));
        }
      } catch (IOException e) {
        // closed, or one end has gone: the browser sees its connection end
      }
    }
  }

  private void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // one end has gone, and so does the other
    }
    end(from);
    end(to);
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed then
    }
  }

  @Override
  public void close() throws IOException {
    cut();
    server.close();
  }
}
